package dev.prunella.registry;

import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Records, and what writers of other versions make of them. */
final class Fixtures {

  static final Telemetry MEASUREMENT =
      Telemetry.newBuilder()
          .setStage("orders/load")
          .setAt(Instant.ofEpochMilli(7))
          .setKind(TelemetryKind.MEASUREMENT)
          .setMetric("latency")
          .setValue(1.5)
          .build();

  /** Without most fields, and with one that is gone since. */
  static final Schema OLDER =
      SchemaBuilder.record("Telemetry")
          .namespace("dev.prunella.schemas")
          .fields()
          .requiredString("stage")
          .optionalString("host")
          .requiredLong("at")
          .name("kind")
          .type()
          .enumeration("TelemetryKind")
          .symbols("MEASUREMENT", "GAUGE")
          .noDefault()
          .requiredString("metric")
          .requiredFloat("value")
          .endRecord();

  private Fixtures() {}

  /** The measurement, as the older writer wrote it. */
  static byte[] writtenByOlder(int id) throws IOException {
    GenericRecord record = new GenericData.Record(OLDER);
    record.put("stage", "orders/load");
    record.put("host", "db-1");
    record.put("at", 7L);
    record.put("kind", new GenericData.EnumSymbol(OLDER.getField("kind").schema(), "MEASUREMENT"));
    record.put("metric", "latency");
    record.put("value", 1.5f);
    return wire(id, record);
  }

  static byte[] wire(int id, GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    return out.toByteArray();
  }

  /** A value with a header and nothing worth reading after it. */
  static byte[] withId(int id) {
    return ByteBuffer.allocate(9).put((byte) 0).putInt(id).array();
  }
}
