package dev.prunella.plant;

import static dev.prunella.plant.Trial.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.prunella.diagnose.PipelineGraph;
import dev.prunella.diagnose.RootCause;
import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Messages;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.TableChange;
import dev.prunella.plant.rehearsal.Rehearsal;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PipelineSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.scenario.WorldSpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every fault, and what holds of all of them together. */
class FaultTest {

  /** So many readings of a metric are enough for its detector. */
  private static final Duration WARM = Duration.ofHours(30);

  private static final Duration VISIBLE_WITHIN = Duration.ofMinutes(15);

  /** A remedy that fits may fail, as in life; a further one heals. */
  private static final int TRIES = 12;

  private static final Set<Action> NOT_ON_A_STAGE =
      EnumSet.of(Action.UNKNOWN, Action.WAIT, Action.PAGE_HUMAN);

  private static final Operation RENAME =
      new Operation(OperationKind.RENAME_FIELD, "client_id", "customer_id", 0.0);

  private static final Instant T0 = Trial.T0;

  /** One stage of each kind: every fault can begin somewhere. */
  private static final Scenario EVERY_KIND =
      Trial.SHOP
          .withPipelines(
              PipelineSpec.usual("orders")
                  .withStages(
                      StageSpec.of("schedule", StageKind.ORCHESTRATE),
                      StageSpec.of("ingest", StageKind.INGEST),
                      StageSpec.of("stream", StageKind.STREAM, "ingest"),
                      StageSpec.of("transform", StageKind.TRANSFORM, "stream", "schedule"),
                      StageSpec.of("load", StageKind.LOAD, "transform"),
                      StageSpec.of("serve", StageKind.SERVE, "load")))
          .withPeople(Trial.NOBODY)
          .withWorld(
              new WorldSpec(
                  Range.of(0), Range.of(1), Range.of(1), Range.of(0), Range.of(1), Range.of(1)));

  @Test
  void shouldBeManyAndEachDescribed() {
    Set<String> names = new HashSet<>();
    for (Fault fault : Fault.ALL) {
      assertTrue(names.add(fault.name()), "two are called " + fault);
      assertFalse(fault.about().isBlank(), fault + " is not described");
      assertTrue(fault.heals().size() >= 2, fault + " has one remedy only: no shift can change it");
      assertFalse(fault.harms().isEmpty(), "everything may be done about " + fault);
      assertTrue(
          fault.heals().keySet().stream().noneMatch(fault.harms()::containsKey),
          fault + " is both healed and made worse by one action");
    }
    assertTrue(names.size() >= 22);
  }

  @Test
  void shouldCoverEveryErrorType() {
    Map<ErrorType, Integer> behind = new EnumMap<>(ErrorType.class);
    for (Fault fault : Fault.ALL) {
      fault.faces().keySet().forEach(type -> behind.merge(type, 1, Integer::sum));
    }
    Set<ErrorType> missing = EnumSet.allOf(ErrorType.class);
    missing.removeAll(behind.keySet());
    assertEquals(EnumSet.of(ErrorType.UNKNOWN), missing);
    assertTrue(behind.get(ErrorType.TIMEOUT) >= 6, behind.toString());
    behind.forEach((type, causes) -> assertTrue(causes >= 2, type + " tells its cause"));
  }

  /** Besides the error type, no two faults are the same to see: else nobody could tell them. */
  @Test
  void shouldEachHaveSymptomsOfItsOwn() {
    Set<Set<Symptom>> seen = new HashSet<>();
    for (Fault fault : Fault.ALL) {
      assertTrue(seen.add(fault.symptoms().keySet()), fault + " is seen as another one is");
    }
  }

  @Test
  void shouldLetEveryActionHelpSomewhereAndHarmSomewhere() {
    for (Action action : Action.values()) {
      if (!NOT_ON_A_STAGE.contains(action)) {
        assertTrue(
            Fault.ALL.stream().anyMatch(fault -> best(fault) == action),
            action + " is never the best");
        assertTrue(
            Fault.ALL.stream().anyMatch(fault -> fault.harms().containsKey(action)),
            action + " never makes it worse");
      }
    }
  }

  @Test
  void shouldNotLetOneActionBeTheBestForMany() {
    Map<Action, Integer> bests = new EnumMap<>(Action.class);
    Fault.ALL.forEach(fault -> bests.merge(best(fault), 1, Integer::sum));
    bests.forEach((action, times) -> assertTrue(5 * times <= Fault.ALL.size(), bests.toString()));
  }

  private static Action best(Fault fault) {
    return fault.heals().entrySet().stream()
        .max((a, b) -> Double.compare(a.getValue().middle(), b.getValue().middle()))
        .orElseThrow()
        .getKey();
  }

  /** The words of services point at the error type that they are said for. */
  @TestFactory
  Stream<DynamicTest> shouldBeUnderstoodByWhatServicesSay() {
    return manifestations()
        .flatMap(
            seen ->
                Messages.of(seen.type(), seen.kind()).stream()
                    .filter(message -> !message.isEmpty() && seen.type() != ErrorType.BAD_DEPLOY)
                    .map(
                        message ->
                            dynamicTest(
                                message, () -> assertEquals(seen.type(), understood(message)))));
  }

  @Test
  void shouldNotBeTakenForAnErrorTypeBySymptomsAlone() {
    for (Symptom symptom : Symptom.values()) {
      assertEquals(ErrorType.UNKNOWN, understood(symptom.line()), symptom.name());
    }
  }

  private static ErrorType understood(String message) {
    Signal failure =
        Signal.newBuilder()
            .setFleet("shop")
            .setStage("orders/load")
            .setKind(SignalKind.FAILURE)
            .setSubject("run")
            .setTransition(Transition.OPENED)
            .setAt(T0)
            .setOpenedAt(T0)
            .setSeenAt(T0)
            .setScore(1)
            .setEvidence("run")
            .setDetail(message)
            .build();
    return RootCause.of(List.of(failure), new PipelineGraph(List.of())).errorType();
  }

  private record Seen(ErrorType type, StageKind kind, Fault fault) {}

  /** Every way in which a kind of stage can be seen to suffer, each by one fault. */
  private static Stream<Seen> manifestations() {
    Map<String, Seen> all = new LinkedHashMap<>();
    for (Fault fault : Fault.ALL) {
      for (StageKind kind : fault.kinds()) {
        for (ErrorType type : fault.faces().keySet()) {
          all.putIfAbsent(type + " at " + kind, new Seen(type, kind, fault));
        }
      }
    }
    return all.values().stream();
  }

  @TestFactory
  Stream<DynamicTest> shouldBeSeenBeforeLong() {
    return manifestations()
        .map(seen -> dynamicTest(seen.type() + " at " + seen.kind(), () -> isSeen(seen)));
  }

  private static void isSeen(Seen seen) {
    PlannedFault fault =
        PlannedFault.of(seen.fault().name(), "orders", WARM)
            .at(stage(seen.kind()))
            .shownAs(seen.type());
    Plant plant = new Plant(EVERY_KIND.withFaults(FaultSpec.NONE.withPlanned(fault)), 1);
    List<Settings> shadow =
        plant.settings(T0).stream().filter(part -> part.getAutonomy() == null).toList();
    Rehearsal rehearsal = new Rehearsal(plant, shadow, Scenario.PERIOD, 1);
    rehearsal.advanceTo(at(WARM).plusSeconds(1));
    Injection injection = plant.injections().get(0);
    Duration ramp = Duration.ofSeconds((long) seen.fault().ramp().most());
    rehearsal.advanceTo(at(WARM).plus(ramp).plus(VISIBLE_WITHIN));

    assertEquals(seen.type(), injection.errorType());
    assertTrue(
        rehearsal.incidents().stream()
            .map(Incident::getOpenedAt)
            .anyMatch(opened -> !opened.isBefore(at(WARM))),
        "nothing was seen");
  }

  @TestFactory
  Stream<DynamicTest> shouldBeHealedByItsRemedies() {
    return eachFault(FaultTest::remediesHeal);
  }

  private static void remediesHeal(Fault fault) {
    for (Action action : fault.heals().keySet()) {
      Trial trial = begun(fault);
      for (int i = 0; i < TRIES && trial.only().healedAt().isEmpty(); i++) {
        act(trial, action);
      }
      trial.until(Duration.ofHours(20));

      Injection truth = trial.only();
      assertEquals(action, truth.healedBy(), fault + " was not healed");
      assertTrue(truth.recoveredAt().isPresent(), action + " left it as it was");
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldNotBeHealedByOtherActions() {
    return eachFault(FaultTest::othersDoNot);
  }

  private static void othersDoNot(Fault fault) {
    Set<Action> others = EnumSet.allOf(Action.class);
    others.removeAll(fault.heals().keySet());
    others.removeAll(NOT_ON_A_STAGE);
    for (Action action : others) {
      Trial trial = begun(fault);
      act(trial, action);

      Deed deed = trial.plant.deeds().get(0);
      assertNotEquals(Effect.HEALS, deed.effect(), action + " healed");
      assertEquals(Action.UNKNOWN, trial.only().healedBy());
      if (deed.effect() == Effect.WORSENS) {
        assertTrue(fault.harms().containsKey(action), action + " made it worse");
      }
    }
  }

  private interface Check {
    void check(Fault fault);
  }

  private static Stream<DynamicTest> eachFault(Check check) {
    return Fault.ALL.stream().map(fault -> dynamicTest(fault.name(), () -> check.check(fault)));
  }

  /** Three minutes after it has begun; seen as what it is most often seen as. */
  private static Trial begun(Fault fault) {
    PlannedFault planned =
        PlannedFault.of(fault.name(), "orders", Duration.ofHours(1))
            .at(stage(fault.kinds().iterator().next()));
    Scenario scenario = EVERY_KIND.withFaults(FaultSpec.NONE.withPlanned(planned));
    return new Trial(scenario, 1).until(Duration.ofMinutes(63));
  }

  private static String stage(StageKind kind) {
    return kind == StageKind.ORCHESTRATE ? "schedule" : kind.name().toLowerCase(Locale.ROOT);
  }

  private static void act(Trial trial, Action action) {
    Operation operation = action == Action.APPLY_SCHEMA_REMAP ? RENAME : Trial.times(2);
    trial.order(action, trial.only().stage(), operation);
    trial.until(Duration.between(T0, trial.plant.now().plusSeconds(600)));
  }

  @Test
  void shouldChangeTheTableOnlyAsItsNameSays() {
    for (Fault fault : Fault.ALL) {
      assertEquals(
          fault.name().startsWith("column"), fault.table() != TableChange.NONE, fault.name());
    }
  }
}
