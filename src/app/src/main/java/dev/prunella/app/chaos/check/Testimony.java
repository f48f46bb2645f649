package dev.prunella.app.chaos.check;

import dev.prunella.plant.Injection;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of one run.
 *
 * @param fleet that things were broken in
 * @param exactlyOnce whether commands were promised to come once
 * @param tape what stands in the topics, read by those who read only what is committed
 * @param faults what was really broken, and healed
 * @param calls what the services saw, in the order in which it came
 * @param strikes what was done to the processes
 * @param calm simulated time since which nothing was struck and nothing broken
 * @param end simulated time at which all of it was read
 */
public record Testimony(
    String fleet,
    boolean exactlyOnce,
    Tape tape,
    List<Injection> faults,
    List<Call> calls,
    List<Strike> strikes,
    Instant calm,
    Instant end) {

  /** Whether something may have been written anew, as somebody began anew at that time. */
  boolean excuses(Instant written) {
    return strikes.stream().anyMatch(strike -> strike.excuses(written));
  }
}
