package dev.prunella.plant.scenario;

import java.time.Duration;

/**
 * A load that comes back.
 *
 * @param every between the begins of two, more than zero
 * @param at when it begins, within {@code every}; counted from midnight (UTC) of the day on which
 *     the scenario starts
 * @param lasts more than zero, at most {@code every}
 * @param times the usual load meanwhile; 0 or more, 2 doubles it
 */
public record Peak(Duration every, Duration at, Duration lasts, Range times) {

  public Peak {
    Expect.positive("every", every);
    Expect.that(!at.isNegative() && at.compareTo(every) < 0, "at", at, "less than " + every);
    Expect.that(
        !lasts.isNegative() && !lasts.isZero() && lasts.compareTo(every) <= 0,
        "lasts",
        lasts,
        "more than zero, at most " + every);
    Expect.that(times.least() >= 0, "times", times, "0 or more");
  }
}
