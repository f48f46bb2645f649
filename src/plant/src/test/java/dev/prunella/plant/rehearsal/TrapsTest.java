package dev.prunella.plant.rehearsal;

import static dev.prunella.schemas.IncidentStatus.ACTING;
import static dev.prunella.schemas.IncidentStatus.CENSORED;
import static dev.prunella.schemas.IncidentStatus.ESCALATED;
import static dev.prunella.schemas.IncidentStatus.OPEN;
import static dev.prunella.schemas.IncidentStatus.RECOVERED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.guard.Guardrail;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight traps in which a loop that trusts reports, quiet or chance would call something healed and
 * learn it: telemetry that stops, an action that pauses the stage, a detector that gets used to the
 * fault, a daily batch, a fault that heals by itself or by a person's hand, incidents that overlap,
 * and an action that makes it worse. Each from telemetry to the incident's end and the credits.
 */
class TrapsTest {
  private static final int LEARNING = 4; // days
  private static final Duration HOLD = Duration.ofMinutes(5);

  private final Loop loop = new Loop("ingest", "transform", "load");
  private final ScriptedStage load = loop.sending("load");

  /** After days on which all was well, load takes three times as long as it promises. */
  private void fault() {
    loop.past(LEARNING);
    load.latency(300);
  }

  @Test
  void shouldNotRecoverWhenTelemetryStopsWithTheAction() {
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART).when(Action.RESTART, load::fallsSilent);
    fault();
    loop.days(2);
    assertEquals(List.of(OPEN, ACTING, ESCALATED), loop.life());
    assertTrue(isOpen(SignalKind.SILENCE, "telemetry"), "the silence is part of it");

    loop.days(14);
    assertEquals(List.of(OPEN, ACTING, ESCALATED, CENSORED), loop.life(), "nobody waits for it");
    credited(0, Action.RESTART, Lesson.LEARNED);
    assertTrue(loop.credits().get(0).getHarm() > 0, "a stage that is not heard of is worse off");
    nothingHealed();
  }

  @Test
  void shouldNotRecoverWhenTelemetryStopsOnceAllWasWell() {
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART).when(Action.RESTART, load::isWell);
    fault();
    untilClear();
    load.fallsSilent();
    loop.days(2);

    assertEquals(List.of(OPEN, ACTING, ESCALATED), loop.life());
    assertTrue(isOpen(SignalKind.SILENCE, "telemetry"));
    credited(0, Action.RESTART, Lesson.LEARNED);
    nothingHealed();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void shouldNotRecoverWhileTheStageIsPausedByTheAction(double bursts) {
    load.bursts(bursts);
    loop.runbook(ErrorType.TIMEOUT, Action.THROTTLE, Action.RESTART)
        .when(Action.THROTTLE, () -> load.latency(20).delivers(0))
        .when(Action.RESTART, load::isWell);
    fault();
    loop.hours(2);

    assertEquals(List.of(Action.THROTTLE, Action.RESTART), loop.ordered());
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life());
    Instant resumed = doneAt(1);
    assertFalse(loop.only().getClearSince().isBefore(resumed), "fine latencies are not enough");
    Credit pause = credited(0, Action.THROTTLE, Lesson.LEARNED);
    assertEquals(0, pause.getHealed());
    assertTrue(pause.getLost() > 0 && pause.getReward() < 0, pause.toString());
    assertTrue(credited(1, Action.RESTART, Lesson.LEARNED).getHealed() > 0.5);
  }

  @Test
  void shouldNotRecoverAsLongAsTheStageIsThrottledByTheAction() {
    load.bursts(0.4);
    loop.runbook(ErrorType.TIMEOUT, Action.THROTTLE)
        .otherwise(command -> load.latency(90).delivers(0.5));
    fault();
    loop.hours(12);

    assertEquals(List.of(OPEN, ACTING, ESCALATED), loop.life());
    assertTrue(isOpen(SignalKind.ANOMALY, "rows_out"));
    loop.credits().forEach(credit -> assertTrue(credit.getLost() > 0, credit.toString()));
    nothingHealed();
  }

  @Test
  void shouldNotGetUsedToAFaultOfTwelveHours() {
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART);
    fault();
    loop.hours(12);
    assertEquals(List.of(OPEN, ACTING, ESCALATED), loop.life());
    assertTrue(isOpen(SignalKind.ANOMALY, "latency") && isOpen(SignalKind.SLO_BURN, "latency"));
    nothingHealed();

    Instant healed = loop.now();
    load.isWell();
    loop.hours(1);
    assertEquals(List.of(OPEN, ACTING, ESCALATED, RECOVERED), loop.life());
    Duration late = Duration.between(healed, loop.only().getClearSince());
    assertTrue(late.toMinutes() <= 5, "what was usual before is usual again, after " + late);
  }

  @Test
  void shouldNotCallItRecoveredThatAFaultHasBecomeTheNewNormal() {
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART);
    loop.past(LEARNING);
    load.latency(200); // within what is promised
    loop.days(4);

    Incident fault = loop.last().get(0);
    assertEquals(CENSORED, fault.getStatus());
    assertTrue(Duration.between(fault.getOpenedAt(), fault.getClosedAt()).toHours() >= 24);
    nothingHealed();
  }

  @Test
  void shouldTakeTheNextRunOfADailyBatchForItsRecovery() {
    loop.runbook(ErrorType.CONNECTION_LOST, Action.RETRY_WITH_BACKOFF)
        .limits(cooldown(Duration.ofHours(30)))
        .halfLife(Duration.ofDays(1));
    Instant next = failedRunOfADailyBatch();

    assertEquals(List.of(Action.RETRY_WITH_BACKOFF), loop.ordered());
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life());
    assertEquals(next, loop.only().getClearSince());
    assertEquals(next.plus(HOLD), loop.only().getClosedAt(), "no other day is waited for");
    Credit retry = credited(0, Action.RETRY_WITH_BACKOFF, Lesson.LEARNED);
    assertEquals(0.5, retry.getHealed(), 0.001, "half in a day");
    assertEquals(retry.getHealed() - retry.getCost(), retry.getReward(), 1e-12);
  }

  @Test
  void shouldNotTakeTheQuietBetweenRunsForARecovery() {
    loop.runbook(ErrorType.CONNECTION_LOST, Action.RETRY_WITH_BACKOFF);
    Instant next = failedRunOfADailyBatch();

    assertEquals(List.of(OPEN, ACTING, ESCALATED, RECOVERED), loop.life());
    assertEquals(next.plus(HOLD), loop.only().getClosedAt());
  }

  /** At the end of a day the run fails, a day later the next one succeeds: at what time? */
  private Instant failedRunOfADailyBatch() {
    load.fallsSilent(); // there is none here
    for (int day = 0; day < 20; day++) {
      loop.run("ingest", RunState.SUCCEEDED, "").past(1);
    }
    loop.run("ingest", RunState.FAILED, "connection refused").days(1);
    Instant next = loop.now();
    loop.run("ingest", RunState.SUCCEEDED, "").hours(2);
    return next;
  }

  @Test
  void shouldLearnNothingFromAFaultThatHealsBeforeTheActionBegins() {
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART).pickup(Duration.ofSeconds(110));
    fault();
    while (loop.commands.isEmpty()) {
      loop.goOn(Loop.STEP);
    }
    load.isWell();
    loop.hours(1);

    assertEquals(List.of(Action.RESTART), loop.ordered());
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life());
    credited(0, Action.RESTART, Lesson.CENSORED);
    assertEquals(1, loop.credited.size());
  }

  @Test
  void shouldLearnThatWaitingWasEnoughForAFaultThatHealsByItself() {
    loop.runbook(ErrorType.TIMEOUT, Action.WAIT);
    fault();
    loop.minutes(3);
    load.isWell();
    loop.hours(1);

    assertEquals(List.of(), loop.commands);
    assertEquals(List.of(OPEN, RECOVERED), loop.life());
    assertTrue(credited(0, Action.WAIT, Lesson.LEARNED).getReward() > 0.9);
    assertEquals(1, loop.credited.size());
  }

  @Test
  void shouldLearnNothingFromWhatAPersonRepaired() {
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART);
    fault();
    loop.minutes(4).does("ada", Action.ROLL_BACK, "load");
    load.isWell();
    loop.hours(1);

    assertEquals(List.of(Action.RESTART), loop.ordered());
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life());
    credited(0, Action.RESTART, Lesson.CONFOUNDED);
    assertEquals("ada did ROLL_BACK", loop.credited.get(0).getReason());
    assertEquals(1, loop.credited.size());
  }

  @Test
  void shouldLearnNothingFromIncidentsThatTurnOutToBeOne() {
    ScriptedStage ingest = loop.sending("ingest");
    ScriptedStage transform = loop.sending("transform");
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART);
    fault();
    loop.minutes(2);
    ingest.latency(300);
    loop.minutes(3);
    assertEquals(2, loop.last().size(), "nothing between them is known to be wrong");
    assertEquals(List.of(Action.RESTART, Action.RESTART), loop.ordered());

    transform.latency(300);
    loop.minutes(4);
    List.of(load, ingest, transform).forEach(ScriptedStage::isWell);
    loop.hours(2);
    Incident older = loop.last().get(0);
    Incident younger = loop.last().get(1);
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life(older));
    assertEquals(List.of(OPEN, ACTING, CENSORED), loop.life(younger));
    assertEquals(older.getId(), younger.getMergedInto());
    assertEquals(2, loop.last().size());
    assertEquals(2, loop.commands.size(), "both actions had still to settle");
    credited(0, Action.RESTART, Lesson.CENSORED);
    credited(1, Action.RESTART, Lesson.CONFOUNDED);
    assertEquals(2, loop.credited.size());
  }

  @Test
  void shouldNotActBesideAnActionThatSettles() {
    ScriptedStage transform = loop.sending("transform");
    loop.runbook(ErrorType.TIMEOUT, Action.RESTART)
        .limits(GuardrailSettings.newBuilder().setConcurrency(9).setMaxSteps(9).build());
    fault();
    Instant late = loop.now().plus(Duration.ofMinutes(45)); // what is done before does not help
    loop.otherwise(
        command -> {
          if (command.getStage().equals(transform.id)) {
            transform.isWell();
          } else if (loop.now().isAfter(late)) {
            load.isWell();
          }
        });
    loop.minutes(40);
    transform.latency(300); // too late to be the same story
    loop.hours(3);

    Incident first = loop.at("load");
    Incident second = loop.at("transform");
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life(first));
    assertEquals(RECOVERED, second.getStatus());
    assertTrue(second.getOpenedAt().isBefore(first.getClearSince()), "they overlap");
    Decision waits =
        loop.decided.stream()
            .filter(decision -> decision.getIncident().equals(second.getId()))
            .findFirst()
            .orElseThrow();
    assertEquals(Action.WAIT, waits.getChosen());
    assertTrue(Guardrail.refusedBy(Guardrail.NEIGHBOURHOOD, waits), waits.getReason());
    for (Command command : loop.commands) {
      boolean beside = command.getIncident().equals(second.getId());
      assertTrue(!beside || command.getIssuedAt().isAfter(first.getClearSince()), "one at a time");
    }
  }

  @Test
  void shouldHoldAgainstAnActionThatItMadeThingsWorse() {
    loop.runbook(ErrorType.TIMEOUT, Action.SCALE_OUT, Action.RESTART)
        .when(Action.SCALE_OUT, () -> load.errors(200).delivers(0.5))
        .when(Action.RESTART, load::isWell);
    fault();
    loop.hours(2);

    assertEquals(List.of(Action.SCALE_OUT, Action.RESTART), loop.ordered());
    assertEquals(List.of(OPEN, ACTING, RECOVERED), loop.life());
    Credit wrong = credited(0, Action.SCALE_OUT, Lesson.LEARNED);
    assertEquals(0, wrong.getHealed());
    assertTrue(wrong.getHarm() > 0 && wrong.getReward() < -wrong.getCost(), wrong.toString());
    Credit right = credited(1, Action.RESTART, Lesson.LEARNED);
    assertEquals(0, right.getHarm(), "what was worse before is not its doing");
    assertTrue(right.getReward() > 0.5, right.toString());
  }

  private void untilClear() {
    loop.minutes(3);
    while (loop.only().getClearSince() == null) {
      loop.goOn(Loop.STEP);
    }
  }

  /** When the action of a command was done. */
  private Instant doneAt(int command) {
    return loop.commands.get(command).getIssuedAt().plus(Loop.STEP).plus(Loop.ACTION);
  }

  private boolean isOpen(SignalKind kind, String subject) {
    return loop.only().getEvidence().stream()
        .filter(signal -> signal.getKind() == kind && signal.getSubject().equals(subject))
        .map(Signal::getTransition)
        .anyMatch(last -> last == Transition.OPENED || last == Transition.UPDATED);
  }

  private Credit credited(int entry, Action action, Lesson lesson) {
    Decision credited = loop.credited.get(entry);
    assertEquals(action, credited.getChosen());
    assertEquals(lesson, credited.getCredit().getLesson(), credited.getReason());
    return credited.getCredit();
  }

  private void nothingHealed() {
    assertFalse(loop.credited.isEmpty());
    for (Decision credited : loop.credited) {
      boolean learned = credited.getCredit().getLesson() == Lesson.LEARNED;
      assertTrue(!learned || credited.getCredit().getHealed() == 0, credited.toString());
    }
  }

  private static GuardrailSettings cooldown(Duration span) {
    return GuardrailSettings.newBuilder().setCooldownMillis(span.toMillis()).build();
  }
}
