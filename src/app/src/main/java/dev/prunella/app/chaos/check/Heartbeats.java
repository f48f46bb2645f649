package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Heartbeat;
import java.time.Instant;
import java.util.function.Consumer;

/** The heartbeat goes forward, except where the job began anew from its last checkpoint. */
final class Heartbeats implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Instant before = Instant.MIN;
    for (Written<Heartbeat> written : said.tape().beats()) {
      Instant at = written.value().getAt();
      if (at.isBefore(before) && !said.excuses(written.at())) {
        broken.accept(
            new Violation(
                Promise.TIME_GOES_FORWARD,
                written.value().getJob(),
                "a beat of %s came after one of %s, and nothing had failed".formatted(at, before)));
      }
      before = at;
    }
  }
}
