package dev.prunella.plant.scenario;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What parts of a scenario have to be; a breach is told by name, value and expectation. */
final class Expect {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Expect() {}

  static void that(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is " + value + "; expected " + expected);
    }
  }

  static void name(String what, String name) {
    that(
        NAME.matcher(name).matches(),
        what,
        "'" + name + "'",
        "1 to 100 letters, digits, dots, dashes and underscores");
  }

  static void share(String what, double share) {
    that(share >= 0 && share <= 1, what, share, "a share from 0 to 1");
  }

  static void shares(String what, Range shares) {
    that(shares.least() >= 0 && shares.most() <= 1, what, shares, "shares from 0 to 1");
  }

  /** Numbers from {@code least} to {@code most}. */
  static void within(String what, Range range, double least, double most) {
    that(
        range.least() >= least && range.most() <= most,
        what,
        range,
        "numbers from " + least + " to " + most);
  }

  static void positive(String what, Duration duration) {
    that(!duration.isNegative() && !duration.isZero(), what, duration, "more than zero");
  }

  static void notNegative(String what, Duration duration) {
    that(!duration.isNegative(), what, duration, "zero or more");
  }

  static void distinct(String what, Collection<?> values) {
    Set<Object> seen = new HashSet<>();
    for (Object value : values) {
      that(seen.add(value), what, "'" + value + "' twice", "each once");
    }
  }
}
