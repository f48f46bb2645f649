package dev.prunella.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers and spans of time as people read them; the same on every machine. */
final class Quantities {

  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

  private Quantities() {}

  /**
   * Four significant digits, which is as much as a person compares; whole numbers below 1e9 in
   * full.
   */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "unknown";
    }
    double size = Math.abs(value);
    if (size != 0 && (size >= 1e9 || size < 1e-4)) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    return size >= 1000
        ? String.format(Locale.ROOT, "%.0f", value)
        : plain(new BigDecimal(value).round(FOUR_DIGITS));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** The largest unit of which there are two or more. */
  static String span(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "an unknown time";
    }
    if (seconds < 120) {
      return number(seconds) + " s";
    }
    Duration d = Duration.ofSeconds(Math.round(seconds));
    if (d.toMinutes() < 120) {
      return d.toMinutes() + " min";
    }
    return d.toHours() < 48 ? d.toHours() + " h" : d.toDays() + " days";
  }
}
