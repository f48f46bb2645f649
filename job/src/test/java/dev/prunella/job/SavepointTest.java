package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.autonomous;
import static dev.prunella.job.Samples.event;
import static dev.prunella.job.Samples.failure;
import static dev.prunella.job.Samples.load;
import static dev.prunella.job.Samples.measurement;
import static dev.prunella.job.Samples.millis;
import static dev.prunella.job.Samples.part;
import static dev.prunella.job.Samples.pipeline;
import static dev.prunella.job.Samples.schema;
import static dev.prunella.job.Samples.slow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.job.serde.RawRecord;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SubjectSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goes on from the savepoints of earlier versions. One of today's is added with {@code
 * -Dsavepoint.record=VERSION}; those that are there are never written again.
 */
class SavepointTest {

  private static final long TAKEN = 120_000; // second, of DETECT's and DRIFT's
  private static final long HEAL_TAKEN = 10_070;

  private static final Settings READ_BY_LOAD =
      part("shop", "subjects")
          .setSubjects(
              List.of(new SubjectSettings("orders-value", List.of(), List.of("orders/load"))))
          .build();

  @BeforeAll
  static void record() throws Exception {
    String version = System.getProperty("savepoint.record", "");
    if (!version.isEmpty()) {
      Map<String, OperatorSubtaskState> states = new LinkedHashMap<>();
      states.put("detect", detect());
      states.put("drift", drift());
      states.put("heal", heal());
      states.put("settings-gate", gate());
      assertFalse(Files.exists(Savepoints.of(version)), version + " is recorded");
      Savepoints.write(Savepoints.of(version), states);
    }
  }

  /** A stage that is used to 100, one whose bound is broken, and one whose telemetry waits. */
  private static OperatorSubtaskState detect() throws Exception {
    try (var detect = new Instances.Detect()) {
      detect.start(Backend.HEAP, 1);
      detect.take(
          pipeline(
              "shop",
              slow(60),
              load().setName("usual").build(),
              load().setName("late").setOutOfOrderMillis(600_000).build()));
      for (int i = 0; i < 400; i++) {
        detect.take(of("usual", measurement(300 * i, 100 + i % 7)));
      }
      detect.take(measurement(TAKEN - 10, 70));
      detect.take(measurement(TAKEN - 9, 70));
      detect.take(of("late", measurement(TAKEN - 5, 1)));
      detect.take(millis(TAKEN));
      return detect.savepoint();
    }
  }

  /** A subject whose readers are told. */
  private static OperatorSubtaskState drift() throws Exception {
    try (var drift = new Instances.Drift()) {
      drift.start(Backend.HEAP, 1);
      drift.take(READ_BY_LOAD);
      drift.take(Timeless.BEGINNING);
      drift.take(schema(0, "total"));
      drift.take(schema(1, "sum"));
      drift.take(millis(TAKEN));
      return drift.savepoint();
    }
  }

  /** An incident that was healed and learned from, one whose command is accepted, one to come. */
  private static OperatorSubtaskState heal() throws Exception {
    try (var heal = new Instances.Heal()) {
      heal.start(Backend.HEAP, 1);
      heal.take(event(pipeline("shop", load().build())));
      heal.take(event(autonomous("shop")));
      heal.take(failure("shop", "orders/load", 0));
      heal.take(millis(60));
      heal.take(answer(commands(heal).get(0), OutcomeStatus.SUCCEEDED, 90));
      heal.take(cleared(failure("shop", "orders/load", 0), 300));
      heal.take(millis(5_000));
      heal.take(new FleetEvent("shop", null, null, handsOff()));
      heal.take(failure("shop", "orders/load", 10_000));
      heal.take(millis(10_060));
      heal.take(answer(commands(heal).get(1), OutcomeStatus.ACCEPTED, HEAL_TAKEN));
      heal.take(failure("shop", "billing/load", 10_100));
      return heal.savepoint();
    }
  }

  private static OperatorSubtaskState gate() throws Exception {
    try (var gate = gate(5)) {
      gate.open();
      gate.processElement(new RawRecord("settings", 0, 5, 0, new byte[0], new byte[0]), 0);
      return Savepoints.take(gate);
    }
  }

  static Stream<Arguments> savepoints() throws IOException {
    return Savepoints.all().stream()
        .flatMap(
            savepoint ->
                Stream.of(Backend.values()).map(backend -> Arguments.of(savepoint, backend)));
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldHealTheIncidentThatWasOpenAndAddToWhatWasLearned(Path savepoint, Backend backend)
      throws Exception {
    try (var heal = new Instances.Heal()) {
      heal.restore(Savepoints.read(savepoint, "heal"), 1, backend, 2, 9);
      Incident open = heal.rows("shop", "incidents", Incident.class).values().iterator().next();
      OpenStep step =
          heal.rows("shop", "steps", OpenStep.class).values().stream()
              .filter(s -> s.getDecision().getIncident().equals(open.getId()))
              .findFirst()
              .orElseThrow();
      long sequence = heal.rows("shop", "memory", FleetMemory.class).get("shop").getSequence();
      var cells = heal.rows("shop", "cells", PolicyCell.class).values();
      assertEquals(IncidentStatus.ACTING, open.getStatus());
      assertEquals(OutcomeStatus.ACCEPTED, step.getOutcome());
      assertEquals(1, heal.rows("shop", "hands-off", Order.class).size());
      assertEquals(2, heal.rows("shop", "settings", Settings.class).size());
      assertTrue(cells.stream().allMatch(c -> c.getCredits() == 1), cells::toString);

      heal.take(answer(step.getDecision().getIntended(), OutcomeStatus.SUCCEEDED, 10_200));
      heal.take(cleared(open.getEvidence().get(0), 10_400));
      heal.take(millis(20_000));

      Incident last = newest(heal, open.getId());
      assertEquals(IncidentStatus.RECOVERED, last.getStatus());
      assertTrue(last.getVersion() > open.getVersion());
      Decision credited =
          only(heal, Decision.class).stream()
              .filter(d -> d.getIncident().equals(open.getId()))
              .findFirst()
              .orElseThrow();
      assertEquals(Lesson.LEARNED, credited.getCredit().getLesson());
      assertEquals(
          sequence + 1, only(heal, Decision.class).get(0).getSequence(), "the log goes on");
      PolicySnapshot policy = last(only(heal, PolicySnapshot.class));
      assertTrue(policy.getCells().stream().anyMatch(c -> c.getCredits() > 1.5), policy::toString);
      assertTrue(
          only(heal, Incident.class).stream()
              .anyMatch(i -> i.getRootStage().equals("billing/load")),
          "the signal that was pending is lost");
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldKnowWhatIsUsualAndWhichSignalsAreOpen(Path savepoint, Backend backend)
      throws Exception {
    try (var detect = new Instances.Detect()) {
      detect.restore(Savepoints.read(savepoint, "detect"), 1, backend, 2, 9);
      assertEquals(
          Set.of("shop/orders/load", "shop/orders/usual", "shop/orders/late"),
          detect.keys("stage"));

      for (long second = TAKEN + 1; second < TAKEN + 4; second++) {
        detect.take(measurement(second, 1)); // within the bound again
      }
      Signal cleared = (Signal) detect.sent.get(0);
      assertEquals(SignalKind.SLO_BURN, cleared.getKind());
      assertEquals(Transition.CLEARED, cleared.getTransition());
      assertEquals(at(TAKEN - 9), cleared.getOpenedAt());

      for (int i = 0; i < 5; i++) {
        detect.take(of("usual", measurement(TAKEN + 300 * i, 5000)));
      }
      Signal anomaly = (Signal) detect.sent.get(1);
      assertEquals(SignalKind.ANOMALY, anomaly.getKind());
      assertTrue(anomaly.getExpected() > 95 && anomaly.getExpected() < 111, anomaly::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldWakeWhenItWasMeantTo(Path savepoint, Backend backend) throws Exception {
    try (var detect = new Instances.Detect()) {
      detect.restore(Savepoints.read(savepoint, "detect"), 1, backend, 2, 9);
      assertEquals(Set.of("shop/orders/late"), detect.keys("held"));
      assertNotEquals(0, detect.timers());

      detect.take(millis(TAKEN + 7200));

      assertEquals(Set.of(), detect.keys("held"));
      assertEquals(
          List.of("orders/usual SILENCE OPENED"),
          detect.sent.stream()
              .map(Signal.class::cast)
              .map(s -> s.getStage() + " " + s.getKind() + " " + s.getTransition())
              .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldKnowTheSchemaThatReadersKnow(Path savepoint, Backend backend) throws Exception {
    try (var drift = new Instances.Drift()) {
      drift.restore(Savepoints.read(savepoint, "drift"), 1, backend, 2, 9);
      drift.take(millis(TAKEN));
      drift.take(schema(TAKEN, "total"));

      Signal cleared = (Signal) drift.sent.get(0);
      assertEquals("orders/load", cleared.getStage());
      assertEquals(Transition.CLEARED, cleared.getTransition());
      assertEquals(at(1), cleared.getOpenedAt());
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldNotWaitForSettingsThatWereRead(Path savepoint, Backend backend) throws Exception {
    try (var gate = gate(5)) {
      gate.setStateBackend(backend.make());
      gate.initializeState(Savepoints.read(savepoint, "settings-gate"));
      gate.open();
      assertTrue(gate.getOutput().contains(new Watermark(Timeless.BEGINNING)));
    }
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate(long last)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new SettingsGate(() -> Map.of(0, last)), Instances.MOST, 1, 0);
  }

  private static Telemetry of(String stage, Telemetry telemetry) {
    return Telemetry.newBuilder(telemetry).setStage("orders/" + stage).build();
  }

  private static Signal cleared(Signal signal, long second) {
    return Signal.newBuilder(signal).setTransition(Transition.CLEARED).setAt(at(second)).build();
  }

  private static FleetEvent answer(Command command, OutcomeStatus status, long second) {
    Outcome outcome =
        Outcome.newBuilder()
            .setFleet(command.getFleet())
            .setCommandId(command.getId())
            .setTarget(command.getTarget())
            .setAction(command.getAction())
            .setStatus(status)
            .setAt(at(second))
            .setActor("executor")
            .setCommand(command)
            .build();
    return new FleetEvent(command.getFleet(), null, outcome, null);
  }

  private static Order handsOff() {
    return Order.newBuilder()
        .setFleet("shop")
        .setKind(OrderKind.HANDS_OFF)
        .setAt(at(5_000))
        .setAuthor("ada")
        .setStage("orders/ingest")
        .setUntil(at(100_000))
        .build();
  }

  private static List<Command> commands(Instances.Heal heal) {
    return only(heal, Command.class);
  }

  private static <T extends SpecificRecord> List<T> only(Instances<?, ?> instances, Class<T> type) {
    return instances.sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Incident newest(Instances.Heal heal, String id) {
    return last(only(heal, Incident.class).stream().filter(i -> i.getId().equals(id)).toList());
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }
}
