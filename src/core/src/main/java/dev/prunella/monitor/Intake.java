package dev.prunella.monitor;

import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * The one door by which records of a type come in: bytes in, a record that can be trusted or a dead
 * letter out, never an exception. Not thread-safe.
 *
 * @param <T> type of the record
 */
public final class Intake<T extends SpecificRecord> {

  /** As much of a refused value as its dead letter carries, in bytes. */
  static final int HEAD = 16_384;

  private final RecordCodec<T> codec;
  private final Check<T> check;

  public Intake(RecordCodec<T> codec, Check<T> check) {
    this.codec = codec;
    this.check = check;
  }

  /**
   * @param value may be null, which counts as empty
   * @param now the job's clock
   * @param latest the latest time that a record may name without being from the future
   * @return the record, or null if it went to the dead letters
   */
  public T take(
      byte[] value, Origin origin, Instant now, Instant latest, Consumer<DeadLetter> dead) {
    try {
      T record = codec.decode(value);
      check.check(record, latest);
      return record;
    } catch (MalformedRecordException e) {
      dead.accept(letter(value, origin, now, e.reason(), e.getMessage()));
      return null;
    }
  }

  private static DeadLetter letter(
      byte[] value, Origin origin, Instant now, DeadLetterReason reason, String message) {
    int size = value == null ? 0 : value.length;
    byte[] head = new byte[Math.min(size, HEAD)];
    if (size > 0) {
      System.arraycopy(value, 0, head, 0, head.length);
    }
    return new DeadLetter(
        now,
        reason,
        message,
        origin.topic(),
        origin.partition(),
        origin.offset(),
        size,
        ByteBuffer.wrap(head));
  }
}
