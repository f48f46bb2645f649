package dev.prunella.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The job's clock as its heartbeat tells it. It never goes back, and it is trusted only while it
 * moves: where the job has stopped, nothing can be said about what has expired. Not thread-safe.
 */
final class HeartbeatClock {

  private final Duration patience;
  private Instant now = Instant.EPOCH;
  private boolean moved;
  private long movedAt;

  /**
   * @param patience how long it may stand still, by a monotonic wall clock
   */
  HeartbeatClock(Duration patience) {
    this.patience = patience;
  }

  /** A beat from before the start: the clock is not earlier, but whether it moves is not known. */
  void takeOld(Instant beat) {
    now = beat.isAfter(now) ? beat : now;
  }

  /**
   * A beat that has just come.
   *
   * @param nanoTime of a monotonic wall clock
   */
  void take(Instant beat, long nanoTime) {
    if (beat.isAfter(now)) {
      now = beat;
      moved = true;
      movedAt = nanoTime;
    }
  }

  /** Event time of the newest beat; 1970 before the first. */
  Instant now() {
    return now;
  }

  /** Why one cannot go by it now, if so. */
  Optional<String> objection(long nanoTime) {
    if (!moved) {
      return Optional.of(
          now.equals(Instant.EPOCH)
              ? "the job has no heartbeat"
              : "the job's heartbeat has not moved since the start; the last one was " + now);
    }
    if (nanoTime - movedAt > patience.toNanos()) {
      return Optional.of(
          "the job's heartbeat has stood at %s for more than %d s"
              .formatted(now, patience.toSeconds()));
    }
    return Optional.empty();
  }
}
