package dev.prunella.settings;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times as they are written: ISO 8601 with date, time and zone. */
public final class Times {

  private Times() {}

  /** Whether it looks like a time, though there may be none such: a 30th of February. */
  public static boolean hasForm(String text) {
    return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}.*(Z|[+-][0-9]{2}:[0-9]{2})");
  }

  /** The time, or nothing if it is not written as one. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
