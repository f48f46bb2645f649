package dev.prunella.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * Turns records of one type into the bytes of a Kafka value and back.
 *
 * <p>A codec keeps buffers, so it is not thread-safe: each thread, and each Flink operator in its
 * {@code open()}, makes its own. {@link #decode} gives a record or a {@link
 * MalformedRecordException} for every input, within time and memory in proportion to its size.
 *
 * @param <T> generated class of the record
 */
public interface RecordCodec<T extends SpecificRecord> {

  /** Largest value, in bytes, that a codec takes unless told otherwise. */
  int DEFAULT_MAX_BYTES = 1 << 20;

  /**
   * The record as bytes.
   *
   * @throws IllegalArgumentException if a field that must be set is null, or holds what the format
   *     cannot express; names the field
   */
  byte[] encode(T record);

  /**
   * The record that the bytes hold. Null (Kafka's tombstone) counts as empty.
   *
   * @throws MalformedRecordException if they hold none, with a reason fit for a dead letter
   */
  T decode(byte[] bytes) throws MalformedRecordException;
}
