package dev.prunella.app.chaos.check;

import java.util.function.Consumer;

/** After each strike all is as before within its deadline. */
final class Recoveries implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    for (Strike strike : said.strikes()) {
      boolean inTime =
          strike.recovery().map(took -> took.compareTo(strike.deadline()) <= 0).orElse(false);
      if (!inTime) {
        broken.accept(
            new Violation(
                Promise.IT_RECOVERS_IN_TIME,
                strike.kind() + " " + strike.member(),
                "struck at %s, it had recovered %s; %d s are permitted"
                    .formatted(
                        strike.at(),
                        strike
                            .recovery()
                            .map(took -> "after " + took.toSeconds() + " s")
                            .orElse("never"),
                        strike.deadline().toSeconds())));
      }
    }
  }
}
