package dev.prunella.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How far simulated time may go: a number of times faster than the wall clock, but never further
 * ahead of the job than a bound. Where the job cannot keep up, simulated time slows down; what is
 * lost so is not made up for. Not thread-safe.
 */
public final class Pace {

  private final Instant begin;
  private final double factor;
  private final Duration lead;
  private final long beginNanos;
  private Instant now;
  private long lastNanos;

  /**
   * @param begin simulated time at the moment {@code nanos}
   * @param factor simulated seconds a second, more than 0
   * @param lead how far simulated time may be ahead of the job
   * @param nanos as of {@link System#nanoTime}
   */
  public Pace(Instant begin, double factor, Duration lead, long nanos) {
    this.begin = begin;
    this.factor = factor;
    this.lead = lead;
    this.beginNanos = nanos;
    this.now = begin;
    this.lastNanos = nanos;
  }

  /**
   * Simulated time at a moment of the wall clock, in whole milliseconds.
   *
   * @param nanos as of {@link System#nanoTime}, not less than before
   * @param reached simulated time that the job has come to
   */
  public Instant advance(long nanos, Instant reached) {
    Instant wanted = now.plusNanos((long) ((nanos - lastNanos) * factor));
    lastNanos = nanos;
    Instant latest = reached.plus(lead);
    if (wanted.isAfter(latest)) {
      wanted = latest.isAfter(now) ? latest : now;
    }
    now = wanted;
    return now.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Simulated seconds a second since the beginning: less than asked for if the job was slow. */
  double achieved() {
    long elapsed = lastNanos - beginNanos;
    return elapsed <= 0 ? factor : (double) Duration.between(begin, now).toNanos() / elapsed;
  }
}
