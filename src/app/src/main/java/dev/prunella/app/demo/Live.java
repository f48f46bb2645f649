package dev.prunella.app.demo;

import java.time.Duration;
import java.time.Instant;

/** The live phase: its pace, and how it is kept. Not thread-safe. */
final class Live {

  private final long duration;
  private final Pace pace;
  private final long begin;
  private long end;
  private Duration lag = Duration.ZERO;
  private Duration maxLag = Duration.ZERO;

  /**
   * @param time simulated, at its begin
   * @param duration by the wall clock, more than 0
   * @param clockFactor simulated seconds a second, more than 0
   * @param lag wall clock time by which the job may be behind
   * @param nanos now, as of {@link System#nanoTime}
   */
  Live(Instant time, Duration duration, double clockFactor, Duration lag, long nanos) {
    this.duration = duration.toNanos();
    this.begin = nanos;
    this.end = nanos + this.duration;
    Duration lead = Duration.ofMillis((long) (lag.toMillis() * clockFactor));
    this.pace = new Pace(time, clockFactor, lead, nanos);
  }

  /** Simulated time now; see {@link Pace#advance}. */
  Instant advance(long nanos, Instant reached) {
    return pace.advance(nanos, reached);
  }

  boolean isOver(long nanos) {
    return nanos - end >= 0;
  }

  /** It ends now. */
  void end(long nanos) {
    end = nanos;
  }

  /** The job is behind by so much simulated time. */
  void lags(Duration now) {
    lag = now.isNegative() ? Duration.ZERO : now;
    maxLag = lag.compareTo(maxLag) > 0 ? lag : maxLag;
  }

  Duration lag() {
    return lag;
  }

  Duration maxLag() {
    return maxLag;
  }

  /** Simulated seconds a second, as achieved. */
  double clockFactor() {
    return pace.achieved();
  }

  /** Of the wall clock, until now or until its end. */
  double seconds(long nanos) {
    return Math.min(nanos - begin, end - begin) / 1e9;
  }

  /** How much of it is over, 0 to 1. */
  double done(long nanos) {
    return Math.min(1, seconds(nanos) * 1e9 / duration);
  }
}
