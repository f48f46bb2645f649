package dev.prunella.plant.scenario;

import java.util.List;

/**
 * How much arrives, over days and weeks.
 *
 * @param dailySwing by which share the busiest hour exceeds the mean of a day; 0 to 1
 * @param weekendShare load on Saturdays and Sundays as a share of that of a weekday; 0 or more
 * @param peaks on top
 */
public record LoadSpec(Range dailySwing, double weekendShare, List<Peak> peaks) {

  public static final LoadSpec USUAL = new LoadSpec(Range.of(0.05, 0.2), 1, List.of());

  public LoadSpec {
    peaks = List.copyOf(peaks);
    Expect.shares("dailySwing", dailySwing);
    Expect.that(weekendShare >= 0, "weekendShare", weekendShare, "0 or more");
  }
}
