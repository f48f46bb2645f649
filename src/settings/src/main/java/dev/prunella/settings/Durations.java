package dev.prunella.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written: a whole number and a unit, like 90s, 10m, 2h, 1d. */
public final class Durations {

  static final List<String> UNITS = List.of("ms", "s", "m", "h", "d");

  /** Ten years: longer is a slip of the pen, and would overflow in sums with times. */
  static final Duration LONGEST = Duration.ofDays(3650);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern LOOSE = Pattern.compile("([+-]?[0-9]+)\\s*([A-Za-zµ]*)");
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("millis", "ms"),
          Map.entry("milliseconds", "ms"),
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("min", "m"),
          Map.entry("mins", "m"),
          Map.entry("minute", "m"),
          Map.entry("minutes", "m"),
          Map.entry("hr", "h"),
          Map.entry("hrs", "h"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("day", "d"),
          Map.entry("days", "d"));

  private Durations() {}

  /** The duration, or nothing if it is not written as one or is longer than {@link #LONGEST}. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    return duration.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(duration);
  }

  /** Whether it is written as a duration, but longer than {@link #LONGEST}. */
  static boolean isTooLong(String text) {
    return FORM.matcher(text).matches() && parse(text).isEmpty();
  }

  /** What to write instead of a text that is no duration; empty if nothing can be guessed. */
  public static String remedy(String text) {
    Matcher matcher = LOOSE.matcher(text.strip());
    if (!matcher.matches()) {
      return "";
    }
    String amount = matcher.group(1);
    String unit = matcher.group(2);
    if (unit.isEmpty()) {
      return "add a unit, such as " + amount.replaceFirst("^[+-]", "") + "s (units: " + units();
    }
    String meant = MEANT.getOrDefault(unit.toLowerCase(Locale.ROOT), "");
    if (UNITS.contains(unit)) {
      return "";
    }
    if (meant.isEmpty()) {
      return "'" + unit + "' is no unit (units: " + units();
    }
    return "did you mean " + amount.replaceFirst("^[+-]", "") + meant + "? (units: " + units();
  }

  private static String units() {
    return String.join(", ", UNITS) + ")";
  }
}
