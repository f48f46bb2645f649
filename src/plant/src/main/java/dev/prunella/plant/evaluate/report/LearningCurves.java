package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.TrialResult;
import dev.prunella.plant.evaluate.report.Plot.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much longer than under the best informed policy the same faults lasted, by how many faults a
 * policy has met: a curve that falls is one that learns.
 */
final class LearningCurves {
  private static final int WINDOW = 15; // incidents on either side of each point

  private LearningCurves() {}

  /**
   * Over the whole of each trial.
   *
   * @param regrets by policy, one list for each trial, in the order of its incidents
   */
  static String html(Map<String, List<double[]>> regrets) {
    Map<String, List<double[]>> curves = new LinkedHashMap<>(); // x and y of each point
    int length = 0;
    double most = 60;
    double least = 0;
    for (Map.Entry<String, List<double[]>> policy : regrets.entrySet()) {
      List<double[]> curve = smoothed(policy.getValue());
      curves.put(policy.getKey(), curve);
      length = Math.max(length, curve.size());
      for (double[] point : curve) {
        most = Math.max(most, point[1]);
        least = Math.min(least, point[1]);
      }
    }
    if (length < 2) {
      return "";
    }
    return drawn(
        curves,
        Span.linear(1, length),
        Span.linear(least, most * 1.05),
        "incidents met before, in one fleet");
  }

  /** Lines through points, each with the policy's name. */
  static String drawn(Map<String, List<double[]>> curves, Span xSpan, Span ySpan, String xName) {
    Plot plot = Plot.of(xSpan, ySpan, 330, 140, "Regret by incident, a curve for each policy");
    plot.xAxis(xName, plot.x().ticks(10), tick -> Say.format("%.0f", tick));
    plot.yAxis("longer than best-informed, per incident", minutes(plot.y()), Say::time);
    if (xSpan.from() < 0) {
      plot.svg().line(plot.x().at(0), plot.y().start(), plot.x().at(0), plot.y().end(), "mark");
    }
    Labels labels = new Labels();
    curves.forEach(
        (policy, curve) -> {
          if (!curve.isEmpty()) {
            plot.svg()
                .path(
                    curve.stream().map(p -> plot.point(p[0], p[1])).toList(),
                    RecoveryCurves.css(policy),
                    Say.colour(policy));
            labels.add(policy, plot.y().at(curve.get(curve.size() - 1)[1]) + 4);
          }
        });
    labels.draw(plot.svg(), plot.x().end() + 6, plot.y().end() + 4, plot.y().start());
    return plot.svg().html();
  }

  /** Ticks at round numbers of minutes. */
  private static List<Double> minutes(Scale y) {
    Scale inMinutes = Scale.linear(y.from() / 60, y.to() / 60, 0, 1);
    return inMinutes.ticks(5).stream().map(tick -> tick * 60).toList();
  }

  private static List<double[]> smoothed(List<double[]> trials) {
    int longest = trials.stream().mapToInt(trial -> trial.length).max().orElse(0);
    List<double[]> curve = new ArrayList<>();
    for (int n = 0; n < longest; n++) {
      double sum = 0;
      int count = 0;
      int reach = n;
      long behind = trials.stream().filter(trial -> trial.length > reach).count();
      for (double[] trial : trials) {
        for (int i = Math.max(0, n - WINDOW); i <= Math.min(trial.length - 1, n + WINDOW); i++) {
          sum += trial[i];
          count++;
        }
      }
      if (2 * behind >= trials.size()) {
        curve.add(new double[] {n + 1, sum / count});
      }
    }
    return curve;
  }

  /** How much longer each fault lasted than under another policy. */
  static double[] regrets(TrialResult own, TrialResult best) {
    Map<Integer, Double> others = new HashMap<>();
    for (EpisodeResult episode : best.episodes()) {
      others.put(episode.number(), episode.secondsToRecover());
    }
    return own.episodes().stream()
        .filter(episode -> others.containsKey(episode.number()))
        .mapToDouble(e -> e.secondsToRecover() - others.get(e.number()))
        .toArray();
  }
}
