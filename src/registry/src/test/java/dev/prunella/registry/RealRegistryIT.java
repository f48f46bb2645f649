package dev.prunella.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Telemetry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a registry of another maker, from the jar that the job carries. */
class RealRegistryIT {

  private static RealRegistry real;

  private final AtomicLong clock = new AtomicLong();

  @BeforeAll
  static void start() throws Exception {
    real = new RealRegistry();
  }

  @AfterAll
  static void stop() throws Exception {
    real.close();
  }

  /** So nothing here can come from the fat jar, whose classes have other names. */
  @Test
  void shouldRunFromTheJarWhereTheClientHasANameOfOurs() throws NoSuchFieldException {
    assertEquals(
        "dev.prunella.registry.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService",
        RegistryClient.class.getDeclaredField("rest").getType().getName());
  }

  @Test
  void shouldReadWhatItWrote() throws MalformedRecordException {
    byte[] bytes = codec("round-trip", true).encode(Fixtures.MEASUREMENT);
    assertEquals(Fixtures.MEASUREMENT, codec("round-trip", false).decode(bytes));
    assertEquals(
        ByteBuffer.wrap(bytes).getInt(1),
        ByteBuffer.wrap(codec("round-trip", false).encode(Fixtures.MEASUREMENT)).getInt(1));
  }

  @Test
  void shouldReadWhatAnOlderWriterWrote() throws Exception {
    int id = registry().idOf("older-value", Fixtures.OLDER, true);
    assertEquals(Fixtures.MEASUREMENT, codec("older", true).decode(Fixtures.writtenByOlder(id)));
  }

  @Test
  void shouldReadWhatANewerWriterWroteAndBeReadByIt() throws Exception {
    Schema newer =
        new Schema.Parser()
            .parse(
                Telemetry.getClassSchema()
                    .toString()
                    .replace("\"MEASUREMENT\"", "\"MEASUREMENT\",\"NEWER\"")
                    .replace(
                        "\"fields\":[{\"name\":\"fleet\"",
                        "\"fields\":[{\"name\":\"newer\",\"type\":[\"null\",\"string\"],"
                            + "\"default\":null},{\"name\":\"fleet\""));
    int id = registry().idOf("newer-value", newer, true);
    Schema kinds = newer.getField("kind").schema();
    GenericRecord record =
        new GenericRecordBuilder(newer)
            .set("newer", "whatever")
            .set("stage", "orders/load")
            .set("at", 7L)
            .set("kind", new GenericData.EnumSymbol(kinds, "MEASUREMENT"))
            .set("metric", "latency")
            .set("value", 1.5)
            .build();
    assertEquals(Fixtures.MEASUREMENT, codec("newer", true).decode(Fixtures.wire(id, record)));

    byte[] bytes = codec("newer", true).encode(Fixtures.MEASUREMENT);
    Schema written = registry().schema(ByteBuffer.wrap(bytes).getInt(1));
    GenericRecord read =
        new GenericDatumReader<GenericRecord>(written, newer)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    assertEquals("latency", read.get("metric").toString());
    assertEquals(null, read.get("newer"));
  }

  @Test
  void shouldRefuseAnUnknownId() {
    ConfluentCodecTest.assertRefused(
        codec("unknown", true),
        Fixtures.withId(123_456),
        DeadLetterReason.UNKNOWN_SCHEMA,
        "no schema with the id 123456");
  }

  @Test
  void shouldSayWhatIsNotRegistered() {
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> codec("nobody-registered", false).encode(Fixtures.MEASUREMENT));
    assertTrue(e.getMessage().contains("under nobody-registered-value"), e.getMessage());
  }

  @Test
  void shouldGoOnWithWhatItKnowsWhileTheRegistryIsDown() throws Exception {
    try (RealRegistry ownRegistry = new RealRegistry()) {
      SchemaRegistry registry = new SchemaRegistry(ownRegistry.url(), Map.of(), clock::get);
      int older = registry.idOf("restart-value", Fixtures.OLDER, true);
      ConfluentCodec<Telemetry> codec = codec(registry, "restart", true);
      assertEquals(Fixtures.MEASUREMENT, codec.decode(Fixtures.writtenByOlder(older)));
      byte[] own = codec.encode(Fixtures.MEASUREMENT);

      ownRegistry.stop();
      assertEquals(Fixtures.MEASUREMENT, codec.decode(Fixtures.writtenByOlder(older)));
      assertEquals(own.length, codec.encode(Fixtures.MEASUREMENT).length);
      long start = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        ConfluentCodecTest.assertRefused(
            codec, own, DeadLetterReason.REGISTRY_UNREACHABLE, "replay this record");
      }
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());

      ownRegistry.start();
      // It has forgotten everything; the same order of registering gives the same ids.
      clock.addAndGet(SchemaRegistry.PAUSE.toNanos());
      assertEquals(older, registry.idOf("restart-value", Fixtures.OLDER, true));
      assertEquals(
          ByteBuffer.wrap(own).getInt(1),
          ByteBuffer.wrap(codec(registry, "restart", true).encode(Fixtures.MEASUREMENT)).getInt(1));
      assertEquals(Fixtures.MEASUREMENT, codec.decode(own));
    }
  }

  private SchemaRegistry registry() {
    return new SchemaRegistry(real.url(), Map.of(), clock::get);
  }

  private ConfluentCodec<Telemetry> codec(String topic, boolean register) {
    return codec(registry(), topic, register);
  }

  private static ConfluentCodec<Telemetry> codec(
      SchemaRegistry registry, String topic, boolean register) {
    return new ConfluentCodec<>(
        Telemetry.class, registry, topic, register, RecordCodec.DEFAULT_MAX_BYTES);
  }
}
