package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
