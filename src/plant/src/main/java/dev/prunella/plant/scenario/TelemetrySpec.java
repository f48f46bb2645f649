package dev.prunella.plant.scenario;

import java.time.Duration;

/**
 * How well the plant can be seen.
 *
 * @param noise multiple of each metric's usual noise; 0 or more
 * @param missing share of the records that never come; 0 to 1
 * @param duplicated share that comes twice; 0 to 1
 * @param late share that comes {@code delay} later than it should; 0 to 1
 * @param delay zero or more
 * @param resets how often each counter begins at zero again, per hour; 0 or more
 * @param logs whether there are log lines
 */
public record TelemetrySpec(
    double noise,
    double missing,
    double duplicated,
    double late,
    Duration delay,
    double resets,
    boolean logs) {

  public static final TelemetrySpec USUAL =
      new TelemetrySpec(1, 0.005, 0.001, 0.005, Duration.ofMinutes(1), 0.001, true);

  /** Every record comes once and in time. */
  public static final TelemetrySpec CLEAN = new TelemetrySpec(1, 0, 0, 0, Duration.ZERO, 0, true);

  public TelemetrySpec {
    Expect.that(noise >= 0 && noise <= 100, "noise", noise, "0 to 100");
    Expect.share("missing", missing);
    Expect.share("duplicated", duplicated);
    Expect.share("late", late);
    Expect.notNegative("delay", delay);
    Expect.that(resets >= 0 && resets <= 3600, "resets", resets, "0 to 3600 per hour");
  }
}
