package dev.prunella.monitor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Alert;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not come in. */
class ChecksTest {
  private static final Instant NOW = Instant.parse("2025-06-02T10:00:00Z");

  @Test
  void shouldTakeAMeasurement() {
    assertDoesNotThrow(() -> Checks.telemetry(measurement().build(), NOW));
  }

  @Test
  void shouldRefuseTelemetryThatCouldNotBeTrusted() {
    assertEquals(
        "value is 'NaN', expected a finite number.", refused(measurement().setValue(Double.NaN)));
    assertEquals(
        "at is '1969-12-31T23:59:59Z', expected a time since 1970.",
        refused(measurement().setAt(Instant.EPOCH.minusSeconds(1))));
    assertEquals(
        "fleet is 'a/b', expected a name without a slash.", refused(measurement().setFleet("a/b")));
    assertEquals(
        "run is 'null', expected a run, as kind is RUN.",
        refused(measurement().setKind(TelemetryKind.RUN)));
    assertEquals(
        "kind is 'CLOCK', expected MEASUREMENT, RUN, LOG, SPAN, CHANGE, ALERT or RETIREMENT.",
        refused(measurement().setKind(TelemetryKind.CLOCK)));
  }

  /** A stage keeps the alerts that it has seen by their ids. */
  @Test
  void shouldRefuseAnAlertWithAnEndlessId() {
    Alert alert = new Alert("a".repeat(70_000), false, "");
    String message = refused(measurement().setKind(TelemetryKind.ALERT).setAlert(alert));

    assertEquals(
        "alertId is '" + "a".repeat(40) + "...', expected a name of 1 to 500 characters.", message);
  }

  @Test
  void shouldRefuseWhatIsFromTheFuture() {
    Telemetry later = measurement().setAt(NOW.plusMillis(1)).build();

    MalformedRecordException refused =
        assertThrows(MalformedRecordException.class, () -> Checks.telemetry(later, NOW));
    assertEquals(DeadLetterReason.FROM_THE_FUTURE, refused.reason());
  }

  @Test
  void shouldRefuseASchemaThatIsNone() {
    for (String definition :
        List.of("", "{", "[", "null", "7", "{\"type\":\"record\"}", "nonsense")) {
      SchemaEvent event =
          SchemaEvent.newBuilder()
              .setFleet("shop")
              .setSubject("orders")
              .setAt(NOW)
              .setFormat(SchemaFormat.AVRO)
              .setDefinition(definition)
              .build();
      assertThrows(
          MalformedRecordException.class, () -> Checks.schemaEvent(event, NOW), definition);
    }
  }

  @Test
  void shouldRefuseLimitsThatWouldStopTheLoopOrLetItRunAway() {
    GuardrailSettings.Builder hold = GuardrailSettings.newBuilder().setHoldMillis(0);
    GuardrailSettings.Builder age = GuardrailSettings.newBuilder();
    age.setMaxEvidenceAgeMillis(Long.MAX_VALUE);
    GuardrailSettings.Builder none = GuardrailSettings.newBuilder().setConcurrency(0);

    for (GuardrailSettings.Builder limits : List.of(hold, age, none)) {
      Settings part = settings().setGuardrails(limits.build()).build();
      assertThrows(MalformedRecordException.class, () -> Checks.settings(part, NOW));
    }
    Settings usual = settings().setGuardrails(GuardrailSettings.newBuilder().build()).build();
    assertDoesNotThrow(() -> Checks.settings(usual, NOW));
  }

  @Test
  void shouldRefuseLearningThatWouldSpoilEveryScore() {
    for (LearningSettings.Builder learning :
        List.of(
            LearningSettings.newBuilder().setExploration(Double.NaN),
            LearningSettings.newBuilder().setExploration(1.1),
            LearningSettings.newBuilder().setHalfLifeMillis(0),
            LearningSettings.newBuilder().setMemory(0),
            LearningSettings.newBuilder().setMemory(Double.NaN))) {
      Settings part = settings().setLearning(learning.build()).build();
      assertThrows(MalformedRecordException.class, () -> Checks.settings(part, NOW));
    }
    Settings usual = settings().setLearning(LearningSettings.newBuilder().build()).build();
    assertDoesNotThrow(() -> Checks.settings(usual, NOW));
  }

  @Test
  void shouldRefuseAPolicyThatWouldSpoilEveryScore() throws MalformedRecordException {
    for (double[] wrong : new double[][] {{Double.NaN, 1}, {1.1, 1}, {0, -1}, {0, Double.NaN}}) {
      assertThrows(
          MalformedRecordException.class,
          () -> Checks.order(imports(policy(wrong[0], wrong[1])), NOW));
    }
    assertThrows(MalformedRecordException.class, () -> Checks.order(imports(null), NOW));
    Checks.order(imports(policy(0.5, 30)), NOW);
  }

  private static Order imports(PolicySnapshot policy) {
    return Order.newBuilder()
        .setFleet("shop")
        .setKind(OrderKind.IMPORT_POLICY)
        .setAt(NOW)
        .setAuthor("ada")
        .setPolicy(policy)
        .build();
  }

  private static PolicySnapshot policy(double learned, double credits) {
    PolicyCell cell =
        PolicyCell.newBuilder()
            .setState(
                new DecisionState(
                    ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN))
            .setAction(Action.RESTART)
            .setScore(0)
            .setWeight(0)
            .setLearned(learned)
            .setCredits(credits)
            .build();
    return new PolicySnapshot("other", NOW, "q-learner", 0L, 0L, List.of(cell));
  }

  @Test
  void shouldRefuseABoundWithoutEnds() {
    StageSettings stage =
        StageSettings.newBuilder()
            .setName("load")
            .setSlo(List.of(new SloBound("latency", null, null, ErrorType.UNKNOWN)))
            .build();
    Settings part = settings().setPipeline(new PipelineSettings("orders", List.of(stage))).build();

    assertThrows(MalformedRecordException.class, () -> Checks.settings(part, NOW));
  }

  private static String refused(Telemetry.Builder telemetry) {
    return assertThrows(
            MalformedRecordException.class, () -> Checks.telemetry(telemetry.build(), NOW))
        .getMessage();
  }

  private static Settings.Builder settings() {
    return Settings.newBuilder().setFleet("shop").setPart("part").setAt(NOW);
  }

  private static Telemetry.Builder measurement() {
    return Telemetry.newBuilder()
        .setFleet("shop")
        .setStage("orders/load")
        .setAt(NOW)
        .setKind(TelemetryKind.MEASUREMENT)
        .setMetric("latency")
        .setValue(1);
  }
}
