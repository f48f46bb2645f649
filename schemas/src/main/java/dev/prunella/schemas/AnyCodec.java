package dev.prunella.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * Reads a record in whichever format it comes and tells them apart by the first bytes: Avro's
 * single-object encoding, the Confluent wire format, or plain JSON. Writes Avro: in the Confluent
 * wire format if there is a registry, else in single-object encoding.
 *
 * @param <T> generated class of the record
 */
public final class AnyCodec<T extends SpecificRecord> implements RecordCodec<T> {

  private static final byte CONFLUENT_MAGIC = 0x00;

  private final String record;
  private final int maxBytes;
  private final SingleObjectCodec<T> singleObject;
  private final PlainJsonCodec<T> json;
  private final RecordCodec<T> registry;

  /** Without a registry, records up to {@link #DEFAULT_MAX_BYTES}. */
  public AnyCodec(Class<T> type) {
    this(type, DEFAULT_MAX_BYTES, null);
  }

  /**
   * @param maxBytes largest value that is decoded, 1 or more
   * @param registry codec of the Confluent wire format; null if no registry is configured
   */
  public AnyCodec(Class<T> type, int maxBytes, RecordCodec<T> registry) {
    this.record = type.getSimpleName();
    this.maxBytes = RecordSize.requirePositive(maxBytes);
    this.singleObject = new SingleObjectCodec<>(type, maxBytes);
    this.json = new PlainJsonCodec<>(type, maxBytes);
    this.registry = registry;
  }

  @Override
  public byte[] encode(T value) {
    return registry == null ? singleObject.encode(value) : registry.encode(value);
  }

  @Override
  public T decode(byte[] bytes) throws MalformedRecordException {
    RecordSize.check(bytes, maxBytes, record);
    if (bytes[0] == SingleObjectCodec.MAGIC_0
        && bytes.length > 1
        && bytes[1] == SingleObjectCodec.MAGIC_1) {
      return singleObject.decode(bytes);
    }
    if (bytes[0] == CONFLUENT_MAGIC) {
      return fromRegistry(bytes);
    }
    if (PlainJsonCodec.looksLikeJson(bytes)) {
      return json.decode(bytes);
    }
    throw new MalformedRecordException(
        DeadLetterReason.NOT_AVRO,
        String.format(
            "The value begins with the byte %02X, as neither Avro (C3 01, or 00 with a registry)"
                + " nor a JSON object does; write %s in one of these.",
            bytes[0], record));
  }

  private T fromRegistry(byte[] bytes) throws MalformedRecordException {
    if (registry == null) {
      throw new MalformedRecordException(
          DeadLetterReason.UNKNOWN_SCHEMA,
          "The value is in the Confluent wire format (first byte 00), and no schema registry is"
              + " configured; set connection.registry.");
    }
    return registry.decode(bytes);
  }
}
