package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.Estimate;
import dev.prunella.plant.evaluate.Ladder;
import dev.prunella.plant.evaluate.Metric;
import java.util.Locale;

/** Figures and names in words, and as HTML. */
final class Say {

  /** Between a number and its unit: no line may end there. */
  private static final String THIN = "\u202f";

  private Say() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A span of time, with its sign. */
  static String time(double seconds) {
    double size = Math.abs(seconds);
    if (size < 0.5) {
      return "0" + THIN + "s";
    }
    if (size < 90) {
      return format("%.0f" + THIN + "s", seconds);
    }
    if (size < 5400) {
      return format(size < 600 ? "%.1f" : "%.0f", seconds / 60).replace(".0", "") + THIN + "min";
    }
    return format("%.1f", seconds / 3600).replace(".0", "") + THIN + "h";
  }

  static String share(double share) {
    double percent = 100 * share;
    boolean nearAnEnd = percent > 95 && percent < 99.95 || percent > 0.05 && percent < 5;
    return format(nearAnEnd ? "%.1f" : "%.0f", percent) + THIN + "%";
  }

  /** A figure of a metric, without its interval. */
  static String figure(Metric metric, double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (metric.isTime()) {
      return time(value);
    }
    return metric.isShare() ? share(value) : format(value >= 100 ? "%.0f" : "%.2f", value);
  }

  /** The interval of a figure. */
  static String interval(Metric metric, Estimate estimate) {
    return estimate.isKnown()
        ? figure(metric, estimate.lo()) + " – " + figure(metric, estimate.hi())
        : "";
  }

  /** The colour of a policy: a variable of the page. */
  static String colour(String policy) {
    return Ladder.NAMES.contains(policy) ? "var(--" + policy + ")" : "var(--other)";
  }

  /** A word of a vocabulary, as people write it. */
  static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
