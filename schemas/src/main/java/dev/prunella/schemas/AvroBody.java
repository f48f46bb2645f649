package dev.prunella.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The Avro binary body that follows the header of a wire format. For codecs; not thread-safe.
 *
 * @param <T> generated class of the record
 */
public final class AvroBody<T extends SpecificRecord> {

  private final int maxBytes;
  private final SpecificData data;
  private final Schema schema;
  private final DatumWriter<T> writer;
  private final BoundedDecoder decoder = new BoundedDecoder();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
  private BinaryEncoder encoder;

  /**
   * @param maxBytes largest value that is decoded, header included, 1 or more
   */
  public AvroBody(Class<T> type, int maxBytes) {
    this.maxBytes = RecordSize.requirePositive(maxBytes);
    data = new SpecificData(type.getClassLoader());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    schema = data.getSchema(type);
    writer = new SpecificDatumWriter<>(schema, data);
  }

  /** The schema of {@code T}: what this body is written with. */
  public Schema schema() {
    return schema;
  }

  /**
   * A reader of what was written with another schema; worth keeping. If the two do not fit, then
   * that shows when a record is read.
   */
  public DatumReader<T> readerOf(Schema writerSchema) {
    try {
      return data.getFastReaderBuilder().createDatumReader(writerSchema, schema);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          schema.getName() + " cannot be read from " + writerSchema.getFullName(), e);
    }
  }

  /**
   * The header, then the record.
   *
   * @throws IllegalArgumentException if a field that must be set is null; names it
   */
  public byte[] write(byte[] header, T record) {
    buffer.reset();
    buffer.write(header, 0, header.length);
    encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
    try {
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      encoder = null;
      throw new IllegalArgumentException(
          "Cannot write this " + schema.getName() + ": " + e.getMessage(), e);
    }
    return buffer.toByteArray();
  }

  /**
   * What a codec checks before anything else.
   *
   * @throws MalformedRecordException EMPTY or TOO_LARGE
   */
  public void checkSize(byte[] bytes) throws MalformedRecordException {
    RecordSize.check(bytes, maxBytes, schema.getName());
  }

  /**
   * The record that fills the bytes from an offset to their end.
   *
   * @throws MalformedRecordException NOT_AVRO if there is none, or if bytes are left over
   */
  public T read(DatumReader<T> reader, byte[] bytes, int offset) throws MalformedRecordException {
    decoder.reset(bytes, offset);
    try {
      T record = reader.read(null, decoder);
      if (decoder.remaining() > 0) {
        throw notAvro(decoder.remaining() + " bytes are left over");
      }
      return record;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Avro reports what does not fit as any of these; a deep recursive writer schema as the last.
      throw notAvro(inWords(e));
    } finally {
      decoder.release();
    }
  }

  private static String inWords(Throwable e) {
    if (e instanceof IndexOutOfBoundsException) {
      return "no such choice";
    }
    return e instanceof StackOverflowError ? "it is nested too deeply" : e.getMessage();
  }

  private MalformedRecordException notAvro(String what) {
    return new MalformedRecordException(
        DeadLetterReason.NOT_AVRO,
        "No "
            + schema.getName()
            + " at byte "
            + decoder.position()
            + ": "
            + what
            + "; check that it was written whole and with the schema that its header names.");
  }
}
