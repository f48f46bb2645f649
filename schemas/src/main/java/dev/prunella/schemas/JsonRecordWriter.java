package dev.prunella.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Writes records of one schema as {@link PlainJsonCodec} describes; null fields are left out. */
final class JsonRecordWriter {

  private final JsonFactory json;
  private final Schema schema;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);

  JsonRecordWriter(JsonFactory json, Schema schema) {
    this.json = json;
    this.schema = schema;
  }

  byte[] write(IndexedRecord record) {
    buffer.reset();
    try (JsonGenerator generator = json.createGenerator(buffer)) {
      writeRecord(generator, record, schema.getName());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot write this " + schema.getName() + " as JSON: " + e.getMessage(), e);
    }
    return buffer.toByteArray();
  }

  private void writeRecord(JsonGenerator generator, IndexedRecord record, String path)
      throws IOException {
    generator.writeStartObject();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      String fieldPath = path + "." + field.name();
      if (value != null) {
        generator.writeFieldName(field.name());
        writeValue(generator, value, fieldPath);
      } else if (!field.schema().isNullable()) {
        throw new IllegalArgumentException(fieldPath + " is null, but must be set");
      }
    }
    generator.writeEndObject();
  }

  private void writeValue(JsonGenerator generator, Object value, String path) throws IOException {
    if (value instanceof CharSequence text) {
      generator.writeString(withoutLoneSurrogates(text.toString()));
    } else if (value instanceof Instant time) {
      generator.writeString(time.toString());
    } else if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(path + " is " + number + ", which JSON cannot express");
      }
      generator.writeNumber(number);
    } else if (value instanceof Long number) {
      generator.writeNumber(number);
    } else if (value instanceof Integer number) {
      generator.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Enum<?> symbol) {
      generator.writeString(symbol.name());
    } else if (value instanceof IndexedRecord record) {
      writeRecord(generator, record, path);
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (int i = 0; i < list.size(); i++) {
        writeValue(generator, list.get(i), path + "[" + i + "]");
      }
      generator.writeEndArray();
    } else if (value instanceof ByteBuffer bytes) {
      ByteBuffer base64 = Base64.getEncoder().encode(bytes.duplicate());
      generator.writeString(
          new String(base64.array(), 0, base64.limit(), StandardCharsets.US_ASCII));
    } else {
      throw new IllegalArgumentException(path + " is " + value + ", which has no JSON form");
    }
  }

  /** Half a surrogate pair has no UTF-8 form; Avro writes '?', as this does. */
  private static String withoutLoneSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }
}
