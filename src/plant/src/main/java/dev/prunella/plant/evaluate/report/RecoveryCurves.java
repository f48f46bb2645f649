package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.TrialResult;
import dev.prunella.plant.evaluate.report.Plot.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Which share of the faults was over after which time, a curve for each policy. */
final class RecoveryCurves {
  private static final double SHORTEST = 60; // seconds

  private RecoveryCurves() {}

  static String html(Map<String, List<TrialResult>> byPolicy) {
    double longest =
        byPolicy.values().stream()
            .flatMap(List::stream)
            .flatMap(trial -> trial.episodes().stream())
            .mapToDouble(EpisodeResult::secondsToRecover)
            .max()
            .orElse(SHORTEST * 10);
    Plot plot =
        Plot.of(
            Span.log(SHORTEST, longest),
            Span.linear(0, 1),
            360,
            140,
            "Share of the faults that were over after a time, by policy");
    plot.xAxis("time since the fault began", plot.x().times(), Say::time);
    plot.yAxis("share of faults that are over", List.of(0.0, 0.25, 0.5, 0.75, 1.0), Say::share);
    Labels labels = new Labels();
    byPolicy.forEach((policy, trials) -> curve(plot, policy, trials, labels));
    labels.draw(plot.svg(), plot.x().end() + 6, plot.y().end() + 4, plot.y().start());
    return plot.svg().html();
  }

  private static void curve(Plot plot, String policy, List<TrialResult> trials, Labels labels) {
    double[] over =
        trials.stream()
            .flatMap(trial -> trial.episodes().stream())
            .mapToDouble(e -> e.recovered() ? e.secondsToRecover() : Double.POSITIVE_INFINITY)
            .toArray();
    if (over.length == 0) {
      return;
    }
    Arrays.sort(over);
    int steps = Math.min(400, over.length);
    List<double[]> points = new ArrayList<>();
    points.add(plot.point(plot.x().from(), Math.max(0, below(over, plot.x().from()))));
    for (int i = 1; i <= steps; i++) {
      double time = over[(int) Math.round((double) i * over.length / steps) - 1];
      if (Double.isFinite(time) && time > plot.x().from()) {
        points.add(plot.point(time, below(over, time)));
      }
    }
    double last = below(over, plot.x().to());
    points.add(plot.point(plot.x().to(), last));
    plot.svg().path(points, css(policy), Say.colour(policy));
    labels.add(policy, labelPlace(plot, over));
  }

  /**
   * Where the curve is at its steepest is no place; all end at the top, so by the time of a half.
   */
  private static double labelPlace(Plot plot, double[] over) {
    double median = over[over.length / 2];
    double share = (plot.x().at(median) - plot.x().start()) / (plot.x().end() - plot.x().start());
    return plot.y().end() + share * (plot.y().start() - plot.y().end());
  }

  private static double below(double[] sorted, double time) {
    int at = Arrays.binarySearch(sorted, Math.nextUp(time));
    return (double) (at >= 0 ? at : -at - 1) / sorted.length;
  }

  static String css(String policy) {
    return policy.equals("oracle") || policy.equals("do-nothing") ? "curve dashed" : "curve";
  }
}
