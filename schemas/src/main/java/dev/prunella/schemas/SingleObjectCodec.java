package dev.prunella.schemas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro single-object encoding: C3 01, the fingerprint of the writer's schema (CRC-64-AVRO, little
 * endian), the Avro body. Reads what was written with any published version of the record.
 *
 * <p>Source: Apache Avro 1.11 specification, "Single-object encoding".
 *
 * @param <T> generated class of the record
 */
public final class SingleObjectCodec<T extends SpecificRecord> implements RecordCodec<T> {

  static final byte MAGIC_0 = (byte) 0xC3;
  static final byte MAGIC_1 = 0x01;
  private static final int HEADER_BYTES = 10;

  private final AvroBody<T> body;
  private final Supplier<List<Schema>> published;
  private final byte[] header;
  private final long fingerprint;
  private final DatumReader<T> reader;

  /** Readers of older versions by fingerprint; loaded when the first foreign record arrives. */
  private Map<Long, DatumReader<T>> olderReaders;

  public SingleObjectCodec(Class<T> type) {
    this(type, DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes largest value that is decoded, 1 or more
   */
  public SingleObjectCodec(Class<T> type, int maxBytes) {
    this(type, maxBytes, () -> Contracts.versionsOf(type.getSimpleName()));
  }

  SingleObjectCodec(Class<T> type, int maxBytes, Supplier<List<Schema>> published) {
    this.body = new AvroBody<>(type, maxBytes);
    this.published = published;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(body.schema());
    this.header = header(fingerprint);
    this.reader = body.readerOf(body.schema());
  }

  @Override
  public byte[] encode(T record) {
    return body.write(header, record);
  }

  @Override
  public T decode(byte[] bytes) throws MalformedRecordException {
    body.checkSize(bytes);
    if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
      throw new MalformedRecordException(
          DeadLetterReason.NOT_AVRO,
          "The value does not begin with the ten bytes of Avro's single-object encoding"
              + " (C3 01 and a fingerprint); write "
              + body.schema().getName()
              + " in that encoding.");
    }
    return body.read(readerOf(fingerprintIn(bytes)), bytes, HEADER_BYTES);
  }

  private DatumReader<T> readerOf(long writer) throws MalformedRecordException {
    if (writer == fingerprint) {
      return reader;
    }
    if (olderReaders == null) {
      olderReaders = new HashMap<>();
      for (Schema version : published.get()) {
        olderReaders.put(SchemaNormalization.parsingFingerprint64(version), body.readerOf(version));
      }
    }
    DatumReader<T> older = olderReaders.get(writer);
    if (older == null) {
      throw new MalformedRecordException(
          DeadLetterReason.UNKNOWN_SCHEMA,
          "No published version of "
              + body.schema().getName()
              + " has the schema fingerprint "
              + String.format("%016x", writer)
              + "; write it with a published schema, or update Prunella if the writer is newer.");
    }
    return older;
  }

  private static byte[] header(long fingerprint) {
    byte[] header = new byte[HEADER_BYTES];
    header[0] = MAGIC_0;
    header[1] = MAGIC_1;
    for (int i = 0; i < 8; i++) {
      header[2 + i] = (byte) (fingerprint >>> (8 * i));
    }
    return header;
  }

  private static long fingerprintIn(byte[] bytes) {
    long fingerprint = 0;
    for (int i = 7; i >= 0; i--) {
      fingerprint = fingerprint << 8 | (bytes[2 + i] & 0xFF);
    }
    return fingerprint;
  }
}
