package dev.prunella.schemas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** Reads the JSON value that the parser stands on, and leaves the parser on its last token. */
interface JsonValueReader {

  /**
   * @throws InvalidFieldException if it is not what was expected
   */
  Object read(JsonParser parser) throws IOException;

  /** What it reads, in words. */
  String expected();

  /** The reader of values of one schema. */
  static JsonValueReader of(Schema schema, SpecificData data) {
    switch (schema.getType()) {
      case RECORD:
        return new JsonRecordReader(schema, data);
      case ARRAY:
        return new ListReader(of(schema.getElementType(), data));
      case ENUM:
        return new EnumReader(schema, data);
      case UNION:
        return nullable(schema, data);
      case LONG:
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
            ? new TimeReader()
            : new NumberReader("a whole number of 64 bits", JsonParser::getLongValue);
      case INT:
        return new NumberReader("a whole number of 32 bits", JsonParser::getIntValue);
      case DOUBLE:
        return new DoubleReader();
      case BOOLEAN:
        return new BooleanReader();
      case STRING:
        return new StringReader();
      case BYTES:
        return new BytesReader();
      default:
        throw new IllegalArgumentException("No JSON form is defined yet for " + schema);
    }
  }

  private static JsonValueReader nullable(Schema union, SpecificData data) {
    List<Schema> types = union.getTypes();
    if (types.size() != 2 || !union.isNullable()) {
      throw new IllegalArgumentException("Expected a union of null and one type, not " + union);
    }
    int value = types.get(0).getType() == Schema.Type.NULL ? 1 : 0;
    return new NullableReader(of(types.get(value), data));
  }

  /** Null, or what another reader takes. */
  record NullableReader(JsonValueReader value) implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_NULL ? null : value.read(parser);
    }

    @Override
    public String expected() {
      return value.expected() + " or null";
    }
  }

  /** An array of what another reader takes. */
  record ListReader(JsonValueReader item) implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw InvalidFieldException.at(parser, expected());
      }
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(item.read(parser));
      }
      return list;
    }

    @Override
    public String expected() {
      return "an array";
    }
  }

  /** An enum by name; an unknown name is the default. */
  final class EnumReader implements JsonValueReader {
    private final Schema schema;
    private final Map<String, Object> symbols = new HashMap<>();
    private final Object otherwise;

    EnumReader(Schema schema, SpecificData data) {
      this.schema = schema;
      for (String symbol : schema.getEnumSymbols()) {
        symbols.put(symbol, data.createEnum(symbol, schema));
      }
      otherwise = symbols.get(schema.getEnumDefault());
    }

    @Override
    public Object read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw InvalidFieldException.at(parser, expected());
      }
      Object symbol = symbols.getOrDefault(parser.getText(), otherwise);
      if (symbol == null) {
        throw InvalidFieldException.at(parser, expected());
      }
      return symbol;
    }

    @Override
    public String expected() {
      return "one of " + schema.getEnumSymbols();
    }
  }

  /** Takes the number under the parser, failing if it is out of range. */
  interface WholeNumber {
    Object of(JsonParser parser) throws IOException;
  }

  /** A whole number. */
  record NumberReader(String expected, WholeNumber number) implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw InvalidFieldException.at(parser, expected);
      }
      try {
        return number.of(parser);
      } catch (InputCoercionException e) {
        throw InvalidFieldException.at(parser, expected);
      }
    }
  }

  /** A finite number. */
  final class DoubleReader implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      if (!parser.currentToken().isNumeric()) {
        throw InvalidFieldException.at(parser, expected());
      }
      double value = parser.getDoubleValue();
      if (!Double.isFinite(value)) {
        throw InvalidFieldException.at(parser, expected());
      }
      return value;
    }

    @Override
    public String expected() {
      return "a finite number";
    }
  }

  /** A time, to the millisecond. */
  final class TimeReader implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      try {
        switch (parser.currentToken()) {
          case VALUE_NUMBER_INT:
            return Instant.ofEpochMilli(parser.getLongValue());
          case VALUE_STRING:
            return Instant.ofEpochMilli(Instant.parse(parser.getText()).toEpochMilli());
          default:
            throw InvalidFieldException.at(parser, expected());
        }
      } catch (DateTimeException | ArithmeticException | InputCoercionException e) {
        throw InvalidFieldException.at(parser, expected());
      }
    }

    @Override
    public String expected() {
      return "a time such as \"2025-01-31T12:00:00Z\" or milliseconds since 1970";
    }
  }

  /** True or false. */
  final class BooleanReader implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      if (!parser.currentToken().isBoolean()) {
        throw InvalidFieldException.at(parser, expected());
      }
      return parser.getBooleanValue();
    }

    @Override
    public String expected() {
      return "true or false";
    }
  }

  /** Text. */
  final class StringReader implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw InvalidFieldException.at(parser, expected());
      }
      return parser.getText();
    }

    @Override
    public String expected() {
      return "a string";
    }
  }

  /** Bytes in base64. */
  final class BytesReader implements JsonValueReader {
    @Override
    public Object read(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw InvalidFieldException.at(parser, expected());
      }
      try {
        return ByteBuffer.wrap(Base64.getDecoder().decode(parser.getText()));
      } catch (IllegalArgumentException e) {
        throw InvalidFieldException.at(parser, expected());
      }
    }

    @Override
    public String expected() {
      return "a string in base64";
    }
  }
}
