package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonCodecTest {

  private static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");

  private final PlainJsonCodec<Telemetry> codec = new PlainJsonCodec<>(Telemetry.class);

  @Test
  void shouldReadWhatAPersonWouldWrite() throws MalformedRecordException {
    Telemetry run =
        read(
            """
            {
              "stage": "orders/load", "kind": "RUN", "at": "2025-01-31T12:00:00Z",
              "run": {"runId": "7", "state": "FAILED", "message": "out of memory"}
            }
            """);
    assertEquals("default", run.getFleet());
    assertEquals(NOON, run.getAt());
    assertEquals(RunState.FAILED, run.getRun().getState());
    assertEquals(null, run.getLog());
  }

  @Test
  void shouldWriteWhatAPersonWouldRead() {
    Heartbeat heartbeat = new Heartbeat("prunella", NOON);
    assertEquals(
        "{\"job\":\"prunella\",\"at\":\"2025-01-31T12:00:00Z\"}",
        new String(
            new PlainJsonCodec<>(Heartbeat.class).encode(heartbeat), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2025-01-31T12:00:00Z\"",
        "\"2025-01-31T12:00:00.000999Z\"",
        "\"2025-01-31T14:00:00+02:00\"",
        "1738324800000"
      })
  void shouldReadTimesAsTextOrMilliseconds(String time) throws MalformedRecordException {
    assertEquals(NOON, read("{\"kind\":\"CLOCK\",\"at\":" + time + "}").getAt());
  }

  @Test
  void shouldTakeAnUnknownNameForTheDefaultAndIgnoreUnknownFields()
      throws MalformedRecordException {
    Telemetry telemetry =
        read(
            "{\"kind\":\"NEWER_KIND\",\"at\":0,\"newer\":{\"deep\":[1,{\"x\":null}]},\"value\":2}");
    assertEquals(TelemetryKind.UNKNOWN, telemetry.getKind());
    assertEquals(2.0, telemetry.getValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"kind\":\"LOG\"}|at is missing, expected a time",
        "{\"at\":0,\"kind\":\"LOG\",\"log\":{\"level\":\"INFO\"}}|log.message is missing",
        "{\"at\":0,\"kind\":\"RUN\",\"run\":{\"runId\":7}}|run.runId is 7, expected a string",
        "{\"at\":0,\"kind\":\"RUN\",\"run\":[]}|run is an array, expected an object (Run)",
        "{\"at\":0,\"kind\":\"LOG\",\"value\":1e999}|value is 1e999, expected a finite number",
        "{\"at\":0,\"kind\":\"LOG\",\"value\":\"NaN\"}|value is \"NaN\", expected a finite number",
        "{\"at\":0,\"kind\":\"LOG\",\"value\":null}|value is null, expected a finite number",
        "{\"at\":\"noon\",\"kind\":\"LOG\"}|at is \"noon\", expected a time",
        "{\"at\":\"2025-01-31T12:00:00\",\"kind\":\"LOG\"}|expected a time such as",
        "{\"at\":1e3,\"kind\":\"LOG\"}|at is 1e3, expected a time",
        "{\"at\":99999999999999999999,\"kind\":\"LOG\"}|at is 99999999999999999999, expected",
        "{\"at\":0,\"kind\":3}|kind is 3, expected one of [UNKNOWN, MEASUREMENT",
        "{\"at\":0,\"at\":1,\"kind\":\"LOG\"}|at is 1, expected the field only once",
      })
  void shouldNameThePathOfAWrongValue(String json, String message) {
    SingleObjectCodecTest.assertRefused(
        codec, json.getBytes(StandardCharsets.UTF_8), DeadLetterReason.INVALID_FIELD, message);
  }

  @Test
  void shouldNameThePathIntoLists() {
    String json = "{\"rules\":[{\"errorType\":\"SKEW\",\"actions\":[\"WAIT\",7]}]}";
    SingleObjectCodecTest.assertRefused(
        new PlainJsonCodec<>(RunbookSettings.class),
        json.getBytes(StandardCharsets.UTF_8),
        DeadLetterReason.INVALID_FIELD,
        "rules[0].actions[1] is 7");
    SingleObjectCodecTest.assertRefused(
        new PlainJsonCodec<>(RunbookSettings.class),
        "{\"rules\":[{\"errorType\":\"SKEW\"}]}".getBytes(StandardCharsets.UTF_8),
        DeadLetterReason.INVALID_FIELD,
        "rules[0].actions is missing, expected an array");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{\"at\":0",
        "{\"at\":0,\"value\":NaN}",
        "{\"value\":Infinity}",
        "{} {}",
        "{'a':1}"
      })
  void shouldRefuseWhatIsNotOneJsonObject(String text) {
    MalformedRecordException e = assertThrows(MalformedRecordException.class, () -> read(text));
    assertTrue(
        e.reason() == DeadLetterReason.NOT_JSON || text.equals("{} {}"),
        e.reason() + e.getMessage());
  }

  @Test
  void shouldSayWhereTheSyntaxIsWrong() {
    SingleObjectCodecTest.assertRefused(
        codec,
        "{\n  \"at\": 0,\n  \"kind\" \"LOG\"\n}".getBytes(StandardCharsets.UTF_8),
        DeadLetterReason.NOT_JSON,
        "line 3");
  }

  @Test
  void shouldRefuseWhatIsNotUtf8() {
    String json = "{\"kind\":\"LOG\",\"at\":0,\"stage\":\"é\"}";
    for (byte[] bytes :
        new byte[][] {
          json.getBytes(StandardCharsets.ISO_8859_1),
          json.getBytes(StandardCharsets.UTF_16LE),
          json.getBytes(StandardCharsets.UTF_16),
        }) {
      SingleObjectCodecTest.assertRefused(codec, bytes, DeadLetterReason.NOT_JSON, "UTF-8");
    }
  }

  @Test
  void shouldNotFollowDeepNesting() {
    String deep = "{\"newer\":" + "[".repeat(500_000);
    SingleObjectCodecTest.assertRefused(
        codec, deep.getBytes(StandardCharsets.UTF_8), DeadLetterReason.NOT_JSON, "nesting depth");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void shouldNotWriteWhatJsonCannotExpress(double value) {
    Telemetry telemetry =
        Telemetry.newBuilder()
            .setAt(NOON)
            .setKind(TelemetryKind.MEASUREMENT)
            .setValue(value)
            .build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> codec.encode(telemetry));
    assertTrue(e.getMessage().contains("Telemetry.value"), e.getMessage());
  }

  @Test
  void shouldWriteTextThatHasNoUtf8Form() throws MalformedRecordException {
    Heartbeat heartbeat = new Heartbeat("half \ud800 pair", NOON);
    PlainJsonCodec<Heartbeat> heartbeats = new PlainJsonCodec<>(Heartbeat.class);
    assertEquals("half ? pair", heartbeats.decode(heartbeats.encode(heartbeat)).getJob());
  }

  private Telemetry read(String json) throws MalformedRecordException {
    return codec.decode(json.getBytes(StandardCharsets.UTF_8));
  }
}
