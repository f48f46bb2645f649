package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.Estimate;
import dev.prunella.plant.evaluate.Metric;
import dev.prunella.plant.evaluate.report.Svg.Anchor;
import java.util.Map;

/** One figure of each policy as a point, with its interval as a line. */
final class Intervals {
  private static final double LEFT = 132;
  private static final double RIGHT = 200;
  private static final double ROW = 30;
  private static final double TOP = 14;

  private Intervals() {}

  /** Of a metric that is a time, on an axis on which equal factors are equally far apart. */
  static String html(Metric metric, Map<String, Map<String, Estimate>> policies) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Map<String, Estimate> figures : policies.values()) {
      Estimate figure = figures.get(metric.key());
      if (figure.isKnown() && figure.lo() > 0) {
        least = Math.min(least, figure.lo());
        most = Math.max(most, figure.hi());
      }
    }
    if (most == 0) {
      return "";
    }
    double bottom = TOP + ROW * policies.size();
    Svg svg = new Svg(Plot.WIDTH, bottom + 40, metric.title() + " by policy, with intervals");
    Scale x = Scale.log(least / 1.25, most * 1.15, LEFT, Plot.WIDTH - RIGHT);
    for (double tick : x.times()) {
      svg.line(x.at(tick), TOP, x.at(tick), bottom, "grid");
      svg.text(x.at(tick), bottom + 18, Anchor.MIDDLE, "tick", Say.time(tick));
    }
    double y = TOP + ROW / 2;
    for (Map.Entry<String, Map<String, Estimate>> policy : policies.entrySet()) {
      row(svg, x, y, policy.getKey(), metric, policy.getValue().get(metric.key()));
      y += ROW;
    }
    return svg.html();
  }

  private static void row(
      Svg svg, Scale x, double y, String policy, Metric metric, Estimate figure) {
    svg.text(LEFT - 14, y + 4, Anchor.END, "series", policy);
    if (!figure.isKnown()) {
      return;
    }
    String colour = Say.colour(policy);
    svg.rect(
        x.at(figure.lo()), y - 4, x.at(figure.hi()) - x.at(figure.lo()), 8, "range", colour, "");
    svg.dot(x.at(figure.mean()), y, 6, colour, policy + ": " + Say.figure(metric, figure.mean()));
    double right = Plot.WIDTH - RIGHT + 18;
    svg.text(right, y + 4, Anchor.START, "value", Say.figure(metric, figure.mean()));
    svg.text(right + 66, y + 4, Anchor.START, "tick", Say.interval(metric, figure));
  }
}
