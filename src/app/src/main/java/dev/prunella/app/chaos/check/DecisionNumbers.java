package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Decisions are numbered without a gap, and numbers come again only where something began anew. */
final class DecisionNumbers implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, DecisionLog> logs = new LinkedHashMap<>();
    for (Written<Decision> written : said.tape().decisions()) {
      Decision entry = written.value();
      DecisionLog log = logs.computeIfAbsent(entry.getFleet(), fleet -> new DecisionLog());
      String what =
          switch (log.append(entry)) {
            case NEXT -> "";
            case AFTER_GAP -> "there is a gap before it";
            case AGAIN -> said.excuses(written.at()) ? "" : "it came again, and nothing had failed";
            case LATE -> said.excuses(written.at()) ? "" : "a newer epoch had begun";
          };
      if (!what.isEmpty()) {
        broken.accept(
            new Violation(
                Promise.DECISIONS_HAVE_NO_GAP,
                "%s %d".formatted(entry.getFleet(), entry.getSequence()),
                "epoch %d: %s".formatted(entry.getEpoch(), what)));
      }
    }
  }
}
