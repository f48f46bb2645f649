package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.measurement;
import static dev.prunella.job.Samples.millis;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.job.ParseFunction.SerializableCheck;
import dev.prunella.job.ParseFunction.Tombstone;
import dev.prunella.job.serde.RawRecord;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.monitor.Checks;
import dev.prunella.monitor.SettingsKeys;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ParseFunctionTest {

  private static final RecordCodec<Telemetry> TELEMETRY = new SingleObjectCodec<>(Telemetry.class);

  @Test
  void shouldNeverThrowWhateverTheBytes() throws Exception {
    Random random = new Random(1);
    byte[] whole = TELEMETRY.encode(measurement(0, 1));
    try (var parse = telemetry(TimeSource.WALL)) {
      parse.setProcessingTime(millis(0));
      int broken = 1000;
      for (int i = 0; i < broken; i++) {
        byte[] bytes;
        if (i % 2 == 0) {
          bytes = new byte[random.nextInt(64)];
          random.nextBytes(bytes);
        } else {
          bytes = Arrays.copyOf(whole, i % whole.length); // cut off
        }
        parse.processElement(raw("a/b", bytes, 0), 0);
      }
      parse.processElement(new RawRecord("telemetry", 0, 9, -1, null, null), 0);
      parse.processElement(raw("a/b", whole, 0), 0);

      assertEquals(broken + 1, dead(parse).size());
      assertEquals(List.of(measurement(0, 1)), parse.extractOutputValues());
    }
  }

  @Test
  void shouldRefuseTheFutureByTheWallClock() throws Exception {
    try (var parse = telemetry(TimeSource.WALL)) {
      parse.setProcessingTime(millis(0));
      parse.processElement(raw("a/b", TELEMETRY.encode(measurement(60, 1)), 0), 0);
      assertEquals(List.of(), reasons(parse));

      parse.processElement(raw("a/b", TELEMETRY.encode(measurement(61, 1)), 0), 0);

      assertEquals(List.of(DeadLetterReason.FROM_THE_FUTURE), reasons(parse));
      assertEquals(List.of(measurement(60, 1)), parse.extractOutputValues());
    }
  }

  @Test
  void shouldRefuseTheFutureByTheClockInTheRecords() throws Exception {
    try (var parse = telemetry(TimeSource.RECORDS)) {
      parse.setProcessingTime(millis(1_000_000)); // does not count
      parse.processElement(raw("a/b", TELEMETRY.encode(measurement(500, 1)), 0), 0);
      assertEquals(List.of(), reasons(parse)); // what is future is not known yet
      parse.processElement(clock(0), 0);

      parse.processElement(raw("a/b", TELEMETRY.encode(measurement(60, 1)), 0), 0);
      parse.processElement(raw("a/b", TELEMETRY.encode(measurement(61, 1)), 0), 0);

      assertEquals(List.of(DeadLetterReason.FROM_THE_FUTURE), reasons(parse));
      assertEquals(at(0), dead(parse).get(0).getAt());
    }
  }

  @Test
  void shouldRefuseAClockThatIsAheadOfTheWallClock() throws Exception {
    try (var parse = telemetry(TimeSource.WALL)) {
      parse.setProcessingTime(millis(0));
      parse.processElement(clock(60), 0);
      assertEquals(List.of(), reasons(parse));

      parse.processElement(clock(61), 0);

      assertEquals(List.of(DeadLetterReason.FROM_THE_FUTURE), reasons(parse));
    }
  }

  @Test
  void shouldReadATombstoneAsThePartTakenBack() throws Exception {
    try (var parse =
        harness(Settings.class, Checks::settings, SettingsKeys::removal, false, TimeSource.WALL)) {
      parse.processElement(raw("shop/freeze", null, 5), 0);
      parse.processElement(raw("nonsense", null, 5), 0);

      assertEquals(
          List.of(Samples.part("shop", "freeze").setAt(at(5)).build()),
          parse.extractOutputValues());
      assertEquals(List.of(DeadLetterReason.EMPTY), reasons(parse));
    }
  }

  @Test
  void shouldHearAFleetThatIsCalledClock() throws Exception {
    Order order =
        Order.newBuilder()
            .setFleet("clock")
            .setKind(OrderKind.FALSE_ALARM)
            .setAt(at(0))
            .setAuthor("ada")
            .setIncident("1")
            .build();
    try (var parse =
        harness(Order.class, Checks::order, (key, at) -> null, false, TimeSource.WALL)) {
      parse.setProcessingTime(millis(0));
      parse.processElement(raw("clock", new SingleObjectCodec<>(Order.class).encode(order), 0), 0);

      assertEquals(List.of(order), parse.extractOutputValues());
    }
  }

  private static RawRecord clock(long second) {
    var record = Clock.record("telemetry", 0, at(second));
    return new RawRecord("telemetry", 0, 7, record.timestamp(), record.key(), record.value());
  }

  private static RawRecord raw(String key, byte[] value, long second) {
    return new RawRecord(
        "topic", 0, 7, millis(second), key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static List<DeadLetterReason> reasons(OneInputStreamOperatorTestHarness<?, ?> parse) {
    return dead(parse).stream().map(DeadLetter::getReason).toList();
  }

  private static List<DeadLetter> dead(OneInputStreamOperatorTestHarness<?, ?> parse) {
    var letters = parse.getSideOutput(ParseFunction.DEAD);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, Telemetry> telemetry(TimeSource clock)
      throws Exception {
    return harness(Telemetry.class, Checks::telemetry, (key, at) -> null, true, clock);
  }

  private static <T extends SpecificRecord> OneInputStreamOperatorTestHarness<RawRecord, T> harness(
      Class<T> type,
      SerializableCheck<T> check,
      Tombstone<T> tombstone,
      boolean carriesClock,
      TimeSource clock)
      throws Exception {
    CodecSupplier<T> codecs =
        new CodecSupplier<>(type, "topic", RecordFormat.AVRO, Optional.empty());
    ParseFunction<T> parse =
        new ParseFunction<>(codecs, check, tombstone, carriesClock, clock, Duration.ofMinutes(1));
    var harness =
        new OneInputStreamOperatorTestHarness<RawRecord, T>(new ProcessOperator<>(parse), 1, 1, 0);
    harness.setup(RecordTypeInfo.ofRecord(type).createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }
}
