package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** What every codec promises for every record type and every input. */
class CodecPropertyTest {

  private static final int MAX_BYTES = 1 << 16;

  @Property
  void shouldReadWhatItWrote(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll("formats") Format format,
      @ForAll long seed)
      throws MalformedRecordException {
    RecordCodec<SpecificRecord> codec = format.codec(type);
    SpecificRecord record = new RandomRecords(seed).next(type);
    assertEquals(record, codec.decode(codec.encode(record)));
  }

  @Property
  void shouldTellFormatsApart(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll("formats") Format format,
      @ForAll long seed)
      throws MalformedRecordException {
    SpecificRecord record = new RandomRecords(seed).next(type);
    byte[] bytes = format.codec(type).encode(record);
    assertEquals(record, new AnyCodec<>(type, MAX_BYTES, null).decode(bytes));
  }

  @Property
  void shouldRefuseWhatWasCutOff(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll("formats") Format format,
      @ForAll long seed,
      @ForAll @IntRange(max = 10_000) int cut) {
    byte[] bytes = format.codec(type).encode(new RandomRecords(seed).next(type));
    byte[] head = Arrays.copyOf(bytes, cut % bytes.length);
    try {
      fail(format + " read " + format.codec(type).decode(head) + " from a part of it");
    } catch (MalformedRecordException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
  }

  @Property
  void shouldRefuseWhatFollowsARecord(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll("formats") Format format,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100) int more) {
    byte[] bytes = format.codec(type).encode(new RandomRecords(seed).next(type));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more);
    Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
    try {
      fail(format + " read " + format.codec(type).decode(longer));
    } catch (MalformedRecordException e) {
      assertNotNull(e.reason());
    }
  }

  @Property(tries = 5000)
  void shouldGiveARecordOrARefusalForDamagedBytes(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll("formats") Format format,
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 8) int[] flips) {
    byte[] bytes = format.codec(type).encode(new RandomRecords(seed).next(type));
    for (int flip : flips) {
      bytes[Math.floorMod(flip >> 3, bytes.length)] ^= (byte) (1 << (flip & 7));
    }
    giveARecordOrARefusal(format.codec(type), bytes);
    giveARecordOrARefusal(new AnyCodec<>(type, MAX_BYTES, null), bytes);
  }

  @Property(tries = 5000)
  void shouldGiveARecordOrARefusalForAnyBytes(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll("formats") Format format,
      @ForAll @Size(max = 200) byte[] body,
      @ForAll boolean withHeader) {
    byte[] bytes = body;
    if (withHeader) {
      byte[] valid = format.codec(type).encode(new RandomRecords(0).next(type));
      int header = format == Format.JSON ? 1 : 10;
      bytes = Arrays.copyOf(valid, header + body.length);
      System.arraycopy(body, 0, bytes, header, body.length);
    }
    giveARecordOrARefusal(format.codec(type), bytes);
    giveARecordOrARefusal(new AnyCodec<>(type, MAX_BYTES, null), bytes);
  }

  @Property
  void shouldGiveARecordOrARefusalForAnyText(
      @ForAll("types") Class<SpecificRecord> type, @ForAll("jsonLike") String text) {
    giveARecordOrARefusal(Format.JSON.codec(type), text.getBytes(StandardCharsets.UTF_8));
  }

  /** In one block or in many, whose size lets a reader skip them at once. */
  @Property
  void shouldSkipWhatOnlyTheWriterKnows(
      @ForAll("types") Class<SpecificRecord> type,
      @ForAll long seed,
      @ForAll boolean inBlocks,
      @ForAll int flip)
      throws IOException, MalformedRecordException {
    Schema newer =
        SchemaBuilder.record("Newer")
            .fields()
            .requiredString("job")
            .name("unknown")
            .type(Schema.createArray(SpecificData.get().getSchema(type)))
            .noDefault()
            .requiredLong("at")
            .endRecord();
    RandomRecords random = new RandomRecords(seed);
    GenericRecord written = new GenericData.Record(newer);
    written.put("job", "prunella");
    written.put("unknown", List.of(random.next(type), random.next(type)));
    written.put("at", 7L);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Encoder encoder =
        inBlocks
            ? new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null)
            : EncoderFactory.get().binaryEncoder(out, null);
    SpecificData data = new SpecificData();
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    new GenericDatumWriter<GenericRecord>(newer, data).write(written, encoder);
    encoder.flush();

    AvroBody<Heartbeat> body = new AvroBody<>(Heartbeat.class, RecordCodec.DEFAULT_MAX_BYTES);
    DatumReader<Heartbeat> reader = body.readerOf(newer);
    byte[] bytes = out.toByteArray();
    assertEquals(new Heartbeat("prunella", Instant.ofEpochMilli(7)), body.read(reader, bytes, 0));

    bytes[Math.floorMod(flip >> 3, bytes.length)] ^= (byte) (1 << (flip & 7));
    try {
      assertNotNull(body.read(reader, bytes, 0));
    } catch (MalformedRecordException e) {
      assertEquals(DeadLetterReason.NOT_AVRO, e.reason());
    }
  }

  private static void giveARecordOrARefusal(RecordCodec<?> codec, byte[] bytes) {
    long start = System.nanoTime();
    try {
      assertNotNull(codec.decode(bytes));
    } catch (MalformedRecordException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
    // Far above what a few hundred bytes take, far below what a hostile length would.
    assertTrue(System.nanoTime() - start < 2_000_000_000L, "took more than 2 s");
  }

  @Provide
  Arbitrary<Class<? extends SpecificRecord>> types() {
    return Arbitraries.of(RecordTypes.all());
  }

  @Provide
  Arbitrary<Format> formats() {
    return Arbitraries.of(Format.class);
  }

  @Provide
  Arbitrary<String> jsonLike() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"at\"",
            "\"kind\"",
            "\"value\"",
            "\"fleet\"",
            "null",
            "1",
            "-1.5e400",
            "NaN",
            "\"2025-01-01T00:00:00Z\"",
            "\"\\ud800\"",
            "true",
            "\"LOG\"")
        .list()
        .ofMaxSize(60)
        .map(words -> "{" + String.join("", words));
  }

  /** A way to write records. */
  enum Format {
    SINGLE_OBJECT,
    JSON;

    <T extends SpecificRecord> RecordCodec<T> codec(Class<T> type) {
      return this == JSON
          ? new PlainJsonCodec<>(type, MAX_BYTES)
          : new SingleObjectCodec<>(type, MAX_BYTES);
    }
  }
}
