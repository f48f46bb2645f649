package dev.prunella.plant.evaluate;

import java.util.List;

/**
 * One fault from before it began until after it was over: what was measured, seen and done. Times
 * are seconds from its beginning.
 *
 * @param trial whose fault it is
 * @param from where the record begins, below 0
 * @param to where it ends
 * @param lines measurements in its pipeline
 * @param spans signals in its pipeline
 */
public record Timeline(
    Trial trial,
    EpisodeResult episode,
    double from,
    double to,
    List<Line> lines,
    List<Span> spans) {

  /**
   * One metric of one stage.
   *
   * @param at ascending
   * @param values as many
   */
  public record Line(String stage, String metric, String unit, double[] at, double[] values) {}

  /** One signal while it was open. */
  public record Span(String stage, String what, double from, double to) {}
}
