package dev.prunella.settings;

import java.util.List;

/** Ranges as they are written: {@code 0.3..0.6}, {@code 5m..20m}, or the one value of both ends. */
public final class Ranges {

  private static final String DOTS = "..";

  private Ranges() {}

  /** Both ends, the one that stands first first; twice the same if there is but one. */
  public static List<String> ends(String text) {
    int dots = text.indexOf(DOTS);
    return dots < 0
        ? List.of(text, text)
        : List.of(text.substring(0, dots), text.substring(dots + DOTS.length()));
  }

  /** The same with its ends exchanged. */
  static String turned(String text) {
    List<String> ends = ends(text);
    return ends.get(1) + DOTS + ends.get(0);
  }
}
