package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class SingleObjectCodecTest {

  private static final Telemetry MEASUREMENT =
      Telemetry.newBuilder()
          .setStage("orders/load")
          .setAt(Instant.ofEpochMilli(1_750_000_000_000L))
          .setKind(TelemetryKind.MEASUREMENT)
          .setMetric("latency")
          .setValue(1.5)
          .build();

  private final SingleObjectCodec<Telemetry> codec = new SingleObjectCodec<>(Telemetry.class);

  @Test
  void shouldReadAndBeReadByAvrosOwnCodec() throws IOException, MalformedRecordException {
    byte[] avros = MEASUREMENT.toByteBuffer().array();
    assertEquals(
        MEASUREMENT, codec.decode(Arrays.copyOf(avros, MEASUREMENT.toByteBuffer().limit())));
    assertEquals(MEASUREMENT, Telemetry.fromByteBuffer(ByteBuffer.wrap(codec.encode(MEASUREMENT))));
  }

  @Test
  void shouldStayUsableAfterARefusal() throws MalformedRecordException {
    byte[] bytes = codec.encode(MEASUREMENT);
    assertThrows(
        MalformedRecordException.class, () -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1)));
    assertEquals(MEASUREMENT, codec.decode(bytes));
  }

  @Test
  void shouldReadWhatAnOlderWriterWrote() throws IOException, MalformedRecordException {
    Schema older =
        SchemaBuilder.record("Telemetry")
            .namespace("dev.prunella.schemas")
            .fields()
            .requiredString("stage")
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .name("kind")
            .type()
            .enumeration("TelemetryKind")
            .symbols("GAUGE", "MEASUREMENT")
            .noDefault()
            .optionalString("gone")
            .requiredString("metric")
            .requiredInt("value")
            .endRecord();
    GenericRecord written =
        new GenericRecordBuilder(older)
            .set("stage", "orders/load")
            .set("at", 7L)
            .set("kind", new GenericData.EnumSymbol(older.getField("kind").schema(), "GAUGE"))
            .set("gone", "whatever")
            .set("metric", "latency")
            .set("value", 3)
            .build();
    ByteBuffer bytes = new BinaryMessageEncoder<>(GenericData.get(), older).encode(written);

    Telemetry read =
        new SingleObjectCodec<>(Telemetry.class, 1000, () -> List.of(older))
            .decode(Arrays.copyOf(bytes.array(), bytes.limit()));

    assertEquals("default", read.getFleet());
    assertEquals("orders/load", read.getStage());
    assertEquals(Instant.ofEpochMilli(7), read.getAt());
    assertEquals(TelemetryKind.UNKNOWN, read.getKind());
    assertEquals(3.0, read.getValue());
    assertEquals(null, read.getRun());
  }

  @Test
  void shouldNameTheFieldThatCannotBeWritten() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new Telemetry()));
    assertTrue(e.getMessage().contains("fleet"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> codec.encode(new Telemetry()));
  }

  @Test
  void shouldNameAFingerprintThatNobodyPublished() {
    byte[] bytes = codec.encode(MEASUREMENT);
    Arrays.fill(bytes, 2, 10, (byte) 0xAB);
    assertRefused(codec, bytes, DeadLetterReason.UNKNOWN_SCHEMA, "abababababababab");
  }

  @Test
  void shouldRefuseEmptyAndTooLargeValuesFirst() {
    assertRefused(codec, new byte[0], DeadLetterReason.EMPTY, "Telemetry");
    assertRefused(codec, null, DeadLetterReason.EMPTY, "Telemetry");
    byte[] large = new byte[RecordCodec.DEFAULT_MAX_BYTES + 1];
    assertRefused(codec, large, DeadLetterReason.TOO_LARGE, "1048577");
    assertRefused(new AnyCodec<>(Telemetry.class), large, DeadLetterReason.TOO_LARGE, "1048576");
  }

  @Test
  void shouldNotBelieveHostileLengths() throws IOException {
    for (long length : new long[] {1L << 31, Integer.MAX_VALUE - 8, Long.MAX_VALUE, -5}) {
      byte[] text = withHeader(out -> out.writeLong(length));
      assertRefused(codec, text, DeadLetterReason.NOT_AVRO, "a length is " + length);
    }
    SingleObjectCodec<RunbookSettings> lists = new SingleObjectCodec<>(RunbookSettings.class);
    byte[] header = Arrays.copyOf(lists.encode(new RunbookSettings(List.of())), 10);
    for (long count :
        new long[] {1L << 31, Integer.MAX_VALUE - 8, Long.MAX_VALUE, Long.MIN_VALUE}) {
      byte[] list = withHeader(header, out -> out.writeLong(count));
      assertRefused(lists, list, DeadLetterReason.NOT_AVRO, "byte");
    }
  }

  @Test
  void shouldNotFollowDeepNestingInWhatItSkips() {
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("Link").fields();
    Schema link =
        fields
            .name("next")
            .type()
            .unionOf()
            .nullType()
            .and()
            .type("Link")
            .endUnion()
            .noDefault()
            .endRecord();
    Schema newer =
        SchemaBuilder.record("Heartbeat")
            .fields()
            .name("chain")
            .type(link)
            .noDefault()
            .requiredString("job")
            .requiredLong("at")
            .endRecord();
    byte[] bytes = new byte[RecordCodec.DEFAULT_MAX_BYTES];
    Arrays.fill(bytes, (byte) 2);
    AvroBody<Heartbeat> body = new AvroBody<>(Heartbeat.class, RecordCodec.DEFAULT_MAX_BYTES);
    MalformedRecordException e =
        assertThrows(
            MalformedRecordException.class, () -> body.read(body.readerOf(newer), bytes, 0));
    assertTrue(e.getMessage().contains("nested too deeply"), e.getMessage());
  }

  @Test
  void shouldRefuseChoicesThatDoNotExist() throws IOException {
    byte[] bytes =
        withHeader(
            out -> {
              out.writeString("default");
              out.writeString("orders/load");
              out.writeLong(0);
              out.writeEnum(99);
            });
    assertRefused(codec, bytes, DeadLetterReason.NOT_AVRO, "no such choice");
  }

  @Test
  void shouldSayWhatToDoWithoutARegistry() {
    byte[] confluent = {0, 0, 0, 0, 7, 2, 3};
    assertRefused(
        new AnyCodec<>(Telemetry.class),
        confluent,
        DeadLetterReason.UNKNOWN_SCHEMA,
        "set connection.registry");
  }

  @Test
  void shouldSayWhichFormatsThereAre() {
    assertRefused(
        new AnyCodec<>(Telemetry.class), new byte[] {'<', 'x'}, DeadLetterReason.NOT_AVRO, "3C");
  }

  private byte[] withHeader(Body body) throws IOException {
    return withHeader(Arrays.copyOf(codec.encode(MEASUREMENT), 10), body);
  }

  private static byte[] withHeader(byte[] header, Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    body.write(encoder);
    return out.toByteArray();
  }

  static void assertRefused(
      RecordCodec<?> codec, byte[] bytes, DeadLetterReason reason, String inMessage) {
    MalformedRecordException e =
        assertThrows(MalformedRecordException.class, () -> codec.decode(bytes));
    assertEquals(reason, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains(inMessage), e.getMessage());
  }

  /** Writes what follows a header. */
  interface Body {
    void write(BinaryEncoder out) throws IOException;
  }
}
