package dev.prunella.plant;

import static dev.prunella.plant.Trial.ORDERS;
import static dev.prunella.plant.Trial.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.prunella.plant.fault.Cause;
import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.rehearsal.Rehearsal;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every cause of every fault. */
class FaultTest {

  /** So many readings of a metric are enough for its detector. */
  private static final Duration WARM = Duration.ofHours(30);

  private static final Duration VISIBLE_WITHIN = Duration.ofMinutes(10);

  /** A remedy that fits may fail, as in life; a further one heals. */
  private static final int TRIES = 3;

  private static final Operation RENAME =
      new Operation(OperationKind.RENAME_FIELD, "client_id", "customer_id", 0.0);

  @TestFactory
  Stream<DynamicTest> shouldBeSeenBeforeLong() {
    return eachCause(FaultTest::isSeen);
  }

  @TestFactory
  Stream<DynamicTest> shouldBeHealedByTheRemediesOfItsCause() {
    return eachCause(FaultTest::remediesHeal);
  }

  @TestFactory
  Stream<DynamicTest> shouldNotBeHealedByOtherActions() {
    return eachCause(FaultTest::othersDoNot);
  }

  /** A backlog's causes differ in how much they leave; a schema says what was changed. */
  private static final Set<String> TOLD_APART = Set.of("backlog", "schema mismatch");

  @TestFactory
  Stream<DynamicTest> shouldLookAlikeWhateverTheCauseIs() {
    return Fault.ALL.stream()
        .filter(fault -> !TOLD_APART.contains(fault.name()))
        .map(fault -> dynamicTest(fault.name(), () -> looksAlike(fault)));
  }

  private static void looksAlike(Fault fault) {
    Set<List<Telemetry>> seen = new HashSet<>();
    for (Cause cause : fault.causes()) {
      seen.add(begun(fault, cause).until(Duration.ofMinutes(68)).telemetry);
    }

    assertTrue(fault.causes().size() > 1);
    assertEquals(1, seen.size(), "telemetry betrays the cause");
  }

  private interface Check {
    void check(Fault fault, Cause cause);
  }

  private static Stream<DynamicTest> eachCause(Check check) {
    return Fault.ALL.stream()
        .flatMap(
            fault ->
                fault.causes().stream()
                    .map(
                        cause ->
                            dynamicTest(
                                fault.name() + ": " + cause.name(),
                                () -> check.check(fault, cause))));
  }

  private static void isSeen(Fault fault, Cause cause) {
    Instant start = at(WARM);
    Plant plant = new Plant(planned(fault, cause, start), 1);
    List<Settings> shadow =
        plant.settings(Trial.T0).stream().filter(part -> part.getAutonomy() == null).toList();
    Rehearsal rehearsal = new Rehearsal(plant, shadow, Scenario.PERIOD, 1);
    rehearsal.advanceTo(start.plus(VISIBLE_WITHIN));

    assertTrue(
        rehearsal.incidents().stream()
            .map(Incident::getOpenedAt)
            .anyMatch(opened -> !opened.isBefore(start)),
        "nothing was seen");
  }

  private static void remediesHeal(Fault fault, Cause cause) {
    for (Action action : cause.remedies()) {
      Trial trial = begun(fault, cause);
      for (int i = 0; i < TRIES && trial.only().healedAt().isEmpty(); i++) {
        act(trial, fault, action);
      }
      trial.until(Duration.ofHours(4));

      assertEquals(action, trial.only().healedBy());
      assertTrue(trial.only().recoveredAt().isPresent(), action + " left it as it was");
    }
  }

  private static void othersDoNot(Fault fault, Cause cause) {
    Set<Action> others = EnumSet.allOf(Action.class);
    others.removeAll(cause.remedies());
    others.removeAll(List.of(Action.UNKNOWN, Action.PAGE_HUMAN));
    for (Action action : others) {
      Trial trial = begun(fault, cause);
      act(trial, fault, action);

      assertFalse(trial.plant.deeds().get(0).effect() == Effect.HEALS, action + " healed");
      assertEquals(Action.UNKNOWN, trial.only().healedBy());
    }
  }

  /** Three minutes after it has begun. */
  private static Trial begun(Fault fault, Cause cause) {
    return new Trial(planned(fault, cause, at(Duration.ofHours(1))), 1)
        .until(Duration.ofMinutes(63));
  }

  private static void act(Trial trial, Fault fault, Action action) {
    StageKind kind =
        fault.healedAt().contains(StageKind.TRANSFORM) ? StageKind.TRANSFORM : fault.origin();
    String stage = "orders/" + kind.name().toLowerCase(Locale.ROOT);
    Operation operation = action == Action.APPLY_SCHEMA_REMAP ? RENAME : Trial.times(2);
    trial.order(action, stage, operation);
    trial.until(Duration.between(Trial.T0, trial.plant.now().plusSeconds(600)));
  }

  private static Scenario planned(Fault fault, Cause cause, Instant start) {
    return ORDERS.withFaults(
        List.of(PlannedFault.of(fault, "orders", start).because(cause.name())));
  }
}
