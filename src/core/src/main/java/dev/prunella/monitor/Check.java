package dev.prunella.monitor;

import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.MalformedRecordException;
import java.time.Instant;

/**
 * What a record of one type must be, beyond its schema, so that everything behind the intake can
 * trust it.
 *
 * @param <T> type of the record
 */
@FunctionalInterface
public interface Check<T> {

  /**
   * @param latest the latest time that a record may name without being from the future
   * @throws MalformedRecordException with the field, its value and what would help
   */
  void check(T record, Instant latest) throws MalformedRecordException;

  static void require(boolean holds, String field, Object value, String expected)
      throws MalformedRecordException {
    if (!holds) {
      throw new MalformedRecordException(
          DeadLetterReason.INVALID_FIELD,
          "%s is '%s', expected %s.".formatted(field, value, expected));
    }
  }

  static void notFromTheFuture(Instant at, Instant latest) throws MalformedRecordException {
    if (at.isAfter(latest)) {
      throw new MalformedRecordException(
          DeadLetterReason.FROM_THE_FUTURE,
          "at is %s, later than %s; correct the sender's clock or raise connection.future_tolerance."
              .formatted(at, latest));
    }
  }
}
