package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.report.Svg.Anchor;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The ground of a chart with two axes: grid, ticks and names. What is drawn goes into {@link #svg}
 * by the two scales.
 */
record Plot(Svg svg, Scale x, Scale y) {
  static final double WIDTH = 960;
  private static final double LEFT = 64;
  private static final double TOP = 26;
  private static final double BOTTOM = 44;

  /** One end of an axis to the other. */
  record Span(double from, double to, boolean isLog) {
    static Span linear(double from, double to) {
      return new Span(from, to, false);
    }

    static Span log(double from, double to) {
      return new Span(from, to, true);
    }

    private Scale scale(double start, double end) {
      return isLog ? Scale.log(from, to, start, end) : Scale.linear(from, to, start, end);
    }
  }

  /**
   * @param right room for names at the right edge, in pixels
   */
  static Plot of(Span xSpan, Span ySpan, double height, double right, String label) {
    Svg svg = new Svg(WIDTH, height, label);
    return new Plot(svg, xSpan.scale(LEFT, WIDTH - right), ySpan.scale(height - BOTTOM, TOP));
  }

  Plot xAxis(String name, List<Double> ticks, DoubleFunction<String> words) {
    for (double tick : ticks) {
      svg.line(x.at(tick), y.start(), x.at(tick), y.end(), "grid");
      svg.text(x.at(tick), y.start() + 18, Anchor.MIDDLE, "tick", words.apply(tick));
    }
    svg.line(x.start(), y.start(), x.end(), y.start(), "axis");
    svg.text(x.end(), y.start() + 36, Anchor.END, "name", name);
    return this;
  }

  Plot yAxis(String name, List<Double> ticks, DoubleFunction<String> words) {
    for (double tick : ticks) {
      svg.line(x.start(), y.at(tick), x.end(), y.at(tick), "grid");
      svg.text(x.start() - 8, y.at(tick) + 4, Anchor.END, "tick", words.apply(tick));
    }
    svg.text(x.start() - 56, y.end() - 12, Anchor.START, "name", name);
    return this;
  }

  double[] point(double xValue, double yValue) {
    return new double[] {x.at(xValue), y.at(yValue)};
  }
}
