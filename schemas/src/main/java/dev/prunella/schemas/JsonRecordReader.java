package dev.prunella.schemas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * Reads JSON objects as records of one schema. Worked out once, so that reading looks up names
 * only.
 */
final class JsonRecordReader implements JsonValueReader {

  private final Schema schema;
  private final SpecificData data;
  private final Map<String, Integer> positions = new HashMap<>();
  private final JsonValueReader[] readers;
  private final Object[] defaults;
  private final boolean[] required;

  JsonRecordReader(Schema schema, SpecificData data) {
    this.schema = schema;
    this.data = data;
    int size = schema.getFields().size();
    this.readers = new JsonValueReader[size];
    this.defaults = new Object[size];
    this.required = new boolean[size];
    for (Schema.Field field : schema.getFields()) {
      int i = field.pos();
      positions.put(field.name(), i);
      field.aliases().forEach(alias -> positions.put(alias, i));
      readers[i] = JsonValueReader.of(field.schema(), data);
      if (field.hasDefaultValue()) {
        defaults[i] = data.getDefaultValue(field);
      } else {
        required[i] = !field.schema().isNullable();
      }
    }
  }

  @Override
  public Object read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw InvalidFieldException.at(parser, expected());
    }
    IndexedRecord record = (IndexedRecord) data.newRecord(null, schema);
    boolean[] seen = new boolean[readers.length];
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Integer position = positions.get(parser.currentName());
      parser.nextToken();
      if (position == null) {
        parser.skipChildren();
        continue;
      }
      if (seen[position]) {
        throw InvalidFieldException.at(parser, "the field only once");
      }
      seen[position] = true;
      record.put(position, readers[position].read(parser));
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        if (required[i]) {
          String name = schema.getFields().get(i).name();
          throw InvalidFieldException.missing(parser, name, readers[i].expected());
        }
        record.put(i, data.deepCopy(schema.getFields().get(i).schema(), defaults[i]));
      }
    }
    return record;
  }

  @Override
  public String expected() {
    return "an object (" + schema.getName() + ")";
  }
}
