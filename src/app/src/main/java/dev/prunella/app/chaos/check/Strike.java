package dev.prunella.app.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something was killed, stalled or moved.
 *
 * @param kind what was done: kill, stall, rescale, ...
 * @param member what to
 * @param at when, by the wall clock
 * @param recoveredAt when all was as before, by the wall clock; empty if it never was
 * @param deadline within which it has to be
 */
public record Strike(
    String kind, String member, Instant at, Optional<Instant> recoveredAt, Duration deadline) {

  /** What was on its way is still written for a moment. */
  private static final Duration ECHO = Duration.ofSeconds(10);

  /** Whether its traces may be found in what was written then. */
  boolean excuses(Instant written) {
    boolean over = recoveredAt.map(end -> written.isAfter(end.plus(ECHO))).orElse(false);
    return !over && !written.isBefore(at);
  }

  /** How long it took; empty if it never recovered. */
  public Optional<Duration> recovery() {
    return recoveredAt.map(end -> Duration.between(at, end));
  }
}
