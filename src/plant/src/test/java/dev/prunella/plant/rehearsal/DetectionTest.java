package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.diagnose.Evidence;
import dev.prunella.heal.FleetState;
import dev.prunella.plant.Injection;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.Contestant;
import dev.prunella.plant.baseline.DoNothing;
import dev.prunella.plant.baseline.Oracle;
import dev.prunella.plant.baseline.RetryAndPage;
import dev.prunella.plant.baseline.Runbook;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where the signals of a rehearsal come from. */
class DetectionTest {
  private static final long SEED = 5;

  /** A fault that does not pass by itself and is mostly healed by a restart. */
  private static final PlannedFault HANGS =
      PlannedFault.of("worker lost", "orders", Duration.ofMinutes(10))
          .at("transform")
          .shownAs(ErrorType.TIMEOUT);

  private static final PlannedFault RENAMED =
      PlannedFault.of("column renamed", "orders", Duration.ofMinutes(10))
          .at("transform")
          .shownAs(ErrorType.SCHEMA_MISMATCH);

  @Test
  void shouldSeeAFaultAtOnceAndTakeItForWhatItLooksLike() {
    Rehearsal run = perfect(new Runbook(), HANGS);
    Injection injection = run.plant().injections().get(0);
    Incident incident = run.incidents().get(0);

    assertEquals(1, run.incidents().size());
    assertFalse(incident.getOpenedAt().isAfter(injection.visibleAt().plusSeconds(30)));
    assertEquals(ErrorType.TIMEOUT, incident.getErrorType());
    assertEquals("orders/transform", incident.getRootStage());
    assertEquals(1, incident.getConfidence(), 1e-12);
    assertEquals(symptoms(injection), symptoms(incident));
    assertEquals(IncidentStatus.RECOVERED, incident.getStatus());
    assertEquals(injection.recoveredAt().orElseThrow(), incident.getClearSince());
    assertEquals(Action.RESTART, run.commands().get(0).getAction());
  }

  private static Set<String> symptoms(Injection injection) {
    return injection.visible().symptoms().stream().map(Symptom::name).collect(Collectors.toSet());
  }

  private static Set<String> symptoms(Incident incident) {
    return incident.getEvidence().stream()
        .filter(signal -> signal.getEvidence().equals(Evidence.SYMPTOM))
        .map(Signal::getSubject)
        .collect(Collectors.toSet());
  }

  /** Else nobody could learn from an action that did not help. */
  @Test
  void shouldShowWhetherAnActionHelped() {
    Rehearsal run = perfect(new RetryAndPage(), HANGS);

    List<Credit> credits =
        run.decisions().stream()
            .filter(entry -> entry.getKind() == DecisionKind.CREDITED)
            .map(Decision::getCredit)
            .toList();
    assertTrue(credits.size() >= 2, credits::toString);
    assertTrue(
        credits.stream().allMatch(credit -> credit.getLesson() == Lesson.LEARNED),
        credits::toString);
    assertEquals(0, credits.get(0).getHealed());
    assertTrue(credits.get(credits.size() - 1).getHealed() > 0);
  }

  @Test
  void shouldTellWhatChangedInASchemaSoThatItCanBeMappedBack() {
    Rehearsal run = perfect(new Runbook(), RENAMED);
    Injection injection = run.plant().injections().get(0);
    assertTrue(
        injection.visible().symptoms().contains(Symptom.SCHEMA_CHANGED), "else choose a seed");
    Command first = run.commands().get(0);

    assertEquals(Action.APPLY_SCHEMA_REMAP, first.getAction());
    assertFalse(first.getOperations().isEmpty());
  }

  @Test
  void shouldLeaveAFaultToPeopleWhereNothingIsDone() {
    Rehearsal run = perfect(new DoNothing(), HANGS);
    Injection injection = run.plant().injections().get(0);

    assertTrue(run.commands().isEmpty());
    assertEquals(Injection.PERSON, injection.healer());
    Duration lasted = Duration.between(injection.startedAt(), injection.healedAt().orElseThrow());
    assertTrue(lasted.compareTo(Duration.ofMinutes(60)) > 0, lasted::toString);
  }

  @Test
  void shouldRetryAndThenPage() {
    List<Action> ordered =
        perfect(new RetryAndPage(), HANGS).commands().stream().map(Command::getAction).toList();

    int page = ordered.indexOf(Action.PAGE_HUMAN);
    assertTrue(page >= 1, ordered::toString);
    assertTrue(
        ordered.subList(0, page).stream().allMatch(a -> a == Action.RETRY_WITH_BACKOFF),
        ordered::toString);
  }

  @Test
  void shouldLetAnOracleHealAtOnceWhatRetriesDoNot() {
    Duration oracle = lasted(perfect(new Oracle(), HANGS));
    Duration retries = lasted(perfect(new RetryAndPage(), HANGS));

    assertTrue(oracle.compareTo(retries.dividedBy(4)) < 0, oracle + " and " + retries);
  }

  private static Duration lasted(Rehearsal run) {
    Injection injection = run.plant().injections().get(0);
    return Duration.between(injection.startedAt(), injection.recoveredAt().orElseThrow());
  }

  @Test
  void shouldGoOnFromOneWarmUpAlikeForAll() {
    Scenario scenario = scenario(Duration.ofHours(30), HANGS);
    Warmed warmed = new Warmed(scenario, SEED);
    Rehearsal once = finished(scenario, warmed.with(new DoNothing(), 1));
    Rehearsal other = finished(scenario, warmed.with(new RetryAndPage(), 1));
    Rehearsal again = finished(scenario, warmed.with(new DoNothing(), 1));
    Rehearsal cold = started(scenario, Detection.IN_THE_LOOP, new DoNothing());

    assertEquals(once.incidents(), again.incidents(), "one does not disturb the other");
    assertEquals(first(once).getOpenedAt(), first(other).getOpenedAt());
    assertEquals(first(cold).getOpenedAt(), first(once).getOpenedAt());
    assertEquals(signals(cold), signals(once));
    assertFalse(other.commands().isEmpty());
  }

  /** The first incident that is about the fault. */
  private static Incident first(Rehearsal run) {
    Instant from = run.plant().injections().get(0).startedAt();
    return run.incidents().stream()
        .filter(incident -> !incident.getOpenedAt().isBefore(from))
        .findFirst()
        .orElseThrow();
  }

  /** What was found since the fault began. */
  private static Set<String> signals(Rehearsal run) {
    Instant from = run.plant().injections().get(0).startedAt();
    return run.incidents().stream()
        .flatMap(incident -> incident.getEvidence().stream())
        .filter(signal -> !signal.getOpenedAt().isBefore(from))
        .map(signal -> signal.getOpenedAt() + signal.getStage() + signal.getSubject())
        .collect(Collectors.toSet());
  }

  @Test
  void shouldRepeatItself() {
    assertEquals(
        perfect(new Runbook(), HANGS).decisions(), perfect(new Runbook(), HANGS).decisions());
  }

  private static Rehearsal perfect(Contestant contestant, PlannedFault fault) {
    return started(scenario(Duration.ofHours(1), fault), Detection.PERFECT, contestant);
  }

  private static Rehearsal started(Scenario scenario, Detection detection, Contestant contestant) {
    Plant plant = new Plant(scenario, SEED);
    return finished(
        scenario,
        new Rehearsal(
            plant,
            plant.settings(scenario.start()),
            detection,
            contestant,
            FleetState.onHeap(),
            scenario.period(),
            1));
  }

  private static Rehearsal finished(Scenario scenario, Rehearsal rehearsal) {
    rehearsal.advanceTo(scenario.end());
    return rehearsal;
  }

  private static Scenario scenario(Duration warmUp, PlannedFault fault) {
    return Scenario.of("one-fault")
        .withPipelines("orders")
        .withWarmUp(warmUp)
        .withLength(Duration.ofHours(5))
        .withFaults(FaultSpec.NONE.withPlanned(fault));
  }
}
