package dev.prunella.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Plain JSON in UTF-8, as a person would write it: a nullable field holds its value or null or is
 * left out, times are ISO-8601 strings in UTC (milliseconds since 1970 are taken too), bytes are
 * base64, enums go by name and an unknown name becomes the enum's default. A field that is left out
 * has its default, a field that the record does not know is ignored. NaN and infinity do not exist.
 *
 * <p>This is not Avro's own JSON encoding, which wraps nullable values in their type's name.
 *
 * @param <T> generated class of the record
 */
public final class PlainJsonCodec<T extends SpecificRecord> implements RecordCodec<T> {

  /** Deeper than any record of ours; what is deeper is refused and not followed. */
  private static final int MAX_DEPTH = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // Names come from outside: they must not fill the JVM's table of interned strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final String record;
  private final int maxBytes;
  private final JsonRecordReader reader;
  private final JsonRecordWriter writer;

  public PlainJsonCodec(Class<T> type) {
    this(type, DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes largest value that is decoded, 1 or more
   */
  public PlainJsonCodec(Class<T> type, int maxBytes) {
    SpecificData data = new SpecificData(type.getClassLoader());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    Schema schema = data.getSchema(type);
    this.record = schema.getName();
    this.maxBytes = RecordSize.requirePositive(maxBytes);
    this.reader = new JsonRecordReader(schema, data);
    this.writer = new JsonRecordWriter(JSON, schema);
  }

  @Override
  public byte[] encode(T value) {
    return writer.write(value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T decode(byte[] bytes) throws MalformedRecordException {
    RecordSize.check(bytes, maxBytes, record);
    if (!looksLikeJson(bytes)) {
      throw notJson("it does not begin with '{' in UTF-8");
    }
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      T value = (T) reader.read(parser);
      JsonToken rest = parser.nextToken();
      if (rest != null) {
        throw notJson("more follows after the closing brace");
      }
      return value;
    } catch (InvalidFieldException e) {
      throw new MalformedRecordException(DeadLetterReason.INVALID_FIELD, e.getMessage());
    } catch (JsonProcessingException e) {
      throw notJson(
          e.getOriginalMessage()
              + (e.getLocation() == null
                  ? ""
                  : " (line "
                      + e.getLocation().getLineNr()
                      + ", column "
                      + e.getLocation().getColumnNr()
                      + ")"));
    } catch (IOException e) {
      // The parser reports bytes that are not UTF-8 in this way.
      throw notJson(e.getMessage());
    }
  }

  /** Whether a JSON object in UTF-8 may begin here, after white space. */
  static boolean looksLikeJson(byte[] bytes) {
    int i = 0;
    while (i < bytes.length && isSpace(bytes[i])) {
      i++;
    }
    // A zero among the first four bytes means UTF-16 or UTF-32, which the parser would accept.
    for (int j = 0; j < Math.min(4, bytes.length); j++) {
      if (bytes[j] == 0) {
        return false;
      }
    }
    return i < bytes.length && bytes[i] == '{';
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private MalformedRecordException notJson(String what) {
    return new MalformedRecordException(
        DeadLetterReason.NOT_JSON,
        "The value is not one " + record + " as a JSON object in UTF-8: " + what + ".");
  }
}
