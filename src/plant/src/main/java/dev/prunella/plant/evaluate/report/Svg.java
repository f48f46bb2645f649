package dev.prunella.plant.evaluate.report;

import java.util.List;
import java.util.Locale;

/** A chart, drawn element by element. Colours come from the page's classes and variables. */
final class Svg {
  private final StringBuilder out = new StringBuilder();
  private final double width;
  private final double height;
  private final String label;

  /** Where a text is held. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * @param label what it shows, for those who cannot see it
   */
  Svg(double width, double height, String label) {
    this.width = width;
    this.height = height;
    this.label = label;
  }

  Svg line(double x1, double y1, double x2, double y2, String css) {
    return add(
        "<line x1='%s' y1='%s' x2='%s' y2='%s' class='%s'/>",
        round(x1), round(y1), round(x2), round(y2), css);
  }

  /** A line through points, each x and y. */
  Svg path(List<double[]> points, String css, String colour) {
    StringBuilder d = new StringBuilder();
    for (double[] point : points) {
      d.append(d.length() == 0 ? 'M' : 'L').append(round(point[0])).append(' ');
      d.append(round(point[1]));
    }
    return add("<path d='%s' class='%s' style='stroke:%s'/>", d, css, colour);
  }

  /** An area, its last point joined with the first one. */
  Svg area(List<double[]> points, String css, String colour) {
    StringBuilder d = new StringBuilder();
    for (double[] point : points) {
      d.append(d.length() == 0 ? 'M' : 'L').append(round(point[0])).append(' ');
      d.append(round(point[1]));
    }
    return add("<path d='%sZ' class='%s' style='fill:%s'/>", d, css, colour);
  }

  Svg rect(double x, double y, double w, double h, String css, String colour, String title) {
    return add(
        "<rect x='%s' y='%s' width='%s' height='%s' rx='1.5' class='%s' style='fill:%s'>%s</rect>",
        round(x), round(y), round(Math.max(0, w)), round(h), css, colour, title(title));
  }

  Svg dot(double x, double y, double radius, String colour, String title) {
    return add(
        "<circle cx='%s' cy='%s' r='%s' style='fill:%s'>%s</circle>",
        round(x), round(y), round(radius), colour, title(title));
  }

  Svg text(double x, double y, Anchor anchor, String css, String text) {
    return add(
        "<text x='%s' y='%s' text-anchor='%s' class='%s'>%s</text>",
        round(x), round(y), anchor.name().toLowerCase(Locale.ROOT), css, Say.escaped(text));
  }

  /** A text that runs down to the right. */
  Svg slanted(double x, double y, String css, String text) {
    return add(
        "<text x='%s' y='%s' transform='rotate(45 %s %s)' class='%s'>%s</text>",
        round(x), round(y), round(x), round(y), css, Say.escaped(text));
  }

  private static String title(String title) {
    return title.isEmpty() ? "" : "<title>" + Say.escaped(title) + "</title>";
  }

  private Svg add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  private static String round(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** As it stands in the page. */
  String html() {
    return String.format(
            Locale.ROOT,
            "<svg viewBox='0 0 %s %s' role='img' aria-label='%s'>%n",
            round(width),
            round(height),
            Say.escaped(label))
        + out
        + "</svg>\n";
  }
}
