package dev.prunella.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Valid records of any type, the same for the same seed. */
final class RandomRecords {

  private static final String LETTERS = "az/:.-_ \"\\{}\n\u0000é€😀";

  private final Random random;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  <T extends SpecificRecord> T next(Class<T> type) {
    return type.cast(value(SpecificData.get().getSchema(type)));
  }

  private Object value(Schema schema) {
    switch (schema.getType()) {
      case RECORD:
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
        return record;
      case UNION:
        return value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case ARRAY:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(schema.getElementType()));
        }
        return list;
      case ENUM:
        List<String> symbols = schema.getEnumSymbols();
        return SpecificData.get().createEnum(symbols.get(random.nextInt(symbols.size())), schema);
      case STRING:
        return random
            .ints(random.nextInt(12), 0, LETTERS.codePointCount(0, LETTERS.length()))
            .map(i -> LETTERS.codePointAt(LETTERS.offsetByCodePoints(0, i)))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      case LONG:
        long number = random.nextBoolean() ? random.nextLong() : random.nextInt(100);
        return schema.getLogicalType() == null ? (Object) number : Instant.ofEpochMilli(number);
      case INT:
        return random.nextInt();
      case DOUBLE:
        return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case BOOLEAN:
        return random.nextBoolean();
      case BYTES:
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
      case NULL:
        return null;
      default:
        throw new IllegalArgumentException("No random value for " + schema);
    }
  }
}
