package dev.prunella.registry;

import dev.prunella.schemas.AvroBody;
import dev.prunella.schemas.Contracts;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * The Confluent wire format: a zero byte, the id of the writer's schema in the registry (four
 * bytes, big endian), the Avro body. What is written goes by the subject {@code TOPIC-value}.
 *
 * <p>Source: Confluent Platform documentation, "Schema Registry: wire format".
 *
 * @param <T> generated class of the record
 */
public final class ConfluentCodec<T extends SpecificRecord> implements RecordCodec<T> {

  private static final int HEADER_BYTES = 5;

  /** Readers kept, least recently used first out; a topic has a handful of writer schemas. */
  private static final int MAX_READERS = 200;

  private final SchemaRegistry registry;
  private final AvroBody<T> body;
  private final String record;
  private final String subject;
  private final boolean register;
  private final Map<Integer, DatumReader<T>> readers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, DatumReader<T>> eldest) {
          return size() > MAX_READERS;
        }
      };

  /** Null until the id is known. */
  private byte[] header;

  /** The id of the newest record and its reader: most records come with the same one. */
  private int lastId;

  private DatumReader<T> lastReader;

  /**
   * @param topic whose subject is written to
   * @param register whether a schema that the subject does not have is added to it; if not, then
   *     somebody else has to, before the first record is written
   * @param maxBytes largest value that is decoded, 1 or more
   */
  public ConfluentCodec(
      Class<T> type, SchemaRegistry registry, String topic, boolean register, int maxBytes) {
    this.registry = registry;
    this.body = new AvroBody<>(type, maxBytes);
    this.record = body.schema().getName();
    this.subject = topic + "-value";
    this.register = register;
  }

  /**
   * Asks the registry now for what writing needs, so that an outage later on does no harm.
   *
   * @return the id that records are written with
   * @throws RegistryException if the registry has no id to give
   */
  public int prepareToWrite() {
    if (header == null) {
      prepareToWrite(ownId());
    }
    return ByteBuffer.wrap(header).getInt(1);
  }

  /** As {@link #prepareToWrite()}, with the id that it gave before. */
  void prepareToWrite(int id) {
    header = ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(id).array();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryException if the registry is needed (for the first record) and has no id to
   *     give; a later call tries again
   */
  @Override
  public byte[] encode(T value) {
    prepareToWrite();
    return body.write(header, value);
  }

  @Override
  public T decode(byte[] bytes) throws MalformedRecordException {
    body.checkSize(bytes);
    if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw new MalformedRecordException(
          DeadLetterReason.NOT_AVRO,
          "The value does not begin with the five bytes of the Confluent wire format (00 and a"
              + " schema id); write it with a serializer that uses the registry.");
    }
    return body.read(readerOf(ByteBuffer.wrap(bytes).getInt(1)), bytes, HEADER_BYTES);
  }

  private DatumReader<T> readerOf(int id) throws MalformedRecordException {
    if (lastReader == null || id != lastId) {
      DatumReader<T> reader = readers.get(id);
      if (reader == null) {
        reader = body.readerOf(writerSchema(id));
        readers.put(id, reader);
      }
      lastId = id;
      lastReader = reader;
    }
    return lastReader;
  }

  private Schema writerSchema(int id) throws MalformedRecordException {
    try {
      return registry.schema(id);
    } catch (UnknownSchemaException e) {
      throw new MalformedRecordException(
          DeadLetterReason.UNKNOWN_SCHEMA,
          "The registry at "
              + registry
              + " "
              + e.getMessage()
              + "; write "
              + record
              + " with a schema that is registered there.");
    } catch (IOException e) {
      throw new MalformedRecordException(
          DeadLetterReason.REGISTRY_UNREACHABLE,
          "The schema with the id "
              + id
              + " could not be fetched from the registry at "
              + registry
              + ": "
              + e.getMessage()
              + "; replay this record when the registry answers again.");
    }
  }

  private int ownId() {
    try {
      return registry.idOf(subject, publishedSchema(), register);
    } catch (UnknownSchemaException e) {
      throw new RegistryException(
          "The registry at "
              + registry
              + " "
              + e.getMessage()
              + "; register the newest contract of "
              + record
              + " under that subject",
          e);
    } catch (IOException e) {
      throw new RegistryException(
          "No id for "
              + subject
              + " from the registry at "
              + registry
              + ": "
              + e.getMessage()
              + "; check its address and the credentials",
          e);
    }
  }

  /** As published: without the properties that only Java needs, so that all writers share an id. */
  private Schema publishedSchema() {
    List<Schema> versions = Contracts.versionsOf(record);
    if (versions.isEmpty()) {
      throw new IllegalStateException(record + " is not a published contract");
    }
    return versions.get(versions.size() - 1);
  }
}
