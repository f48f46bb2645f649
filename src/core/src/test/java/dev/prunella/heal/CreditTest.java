package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static dev.prunella.Signals.of;
import static dev.prunella.Signals.slow;
import static dev.prunella.Signals.then;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a decision, and whether anything is learned from it. */
class CreditTest {
  private final Signal failure = failure(Fleet.LOAD, 0, "connection refused");
  private final Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);

  @Test
  void shouldCreditTheActionAfterWhichTelemetryShowsARecovery() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(cleared(failure, 330)).until(2000);

    Decision entry = fleet.credits.get(0);
    Credit credit = entry.getCredit();
    assertEquals(DecisionKind.CREDITED, entry.getKind());
    assertEquals(Action.RESTART, entry.getChosen());
    assertEquals(fleet.decisions.get(0).getSequence(), credit.getDecided());
    assertEquals(Lesson.LEARNED, credit.getLesson());
    assertEquals(300, credit.getSeconds());
    assertEquals(Math.pow(0.5, 300 / 1800.0), credit.getHealed(), 1e-12, "half in half an hour");
    assertEquals(credit.getHealed() - 0.05, credit.getReward(), 1e-12);
    assertEquals(credit.getReward(), credit.getTarget());
    assertNull(credit.getNext());
    assertEquals(1, fleet.credits.size());
  }

  @Test
  void shouldCreditAnActionThatDidNotHealWithWhatTheNextStateIsWorth() {
    fleet.see(failure, then(failure, Transition.UPDATED, 90)).until(30);
    succeed(0);
    fleet.until(700);

    Credit credit = fleet.credits.get(0).getCredit();
    assertEquals(Lesson.LEARNED, credit.getLesson());
    assertEquals(0, credit.getHealed());
    assertEquals(1, credit.getNext().getAttempts());
    assertTrue(credit.getTarget() < 0.7 && credit.getTarget() > credit.getReward());
    assertTrue(
        fleet.credits.get(0).getSequence() < fleet.decisions.get(1).getSequence(),
        "the next decision knows it");
  }

  @Test
  void shouldTakeNoFurtherStepWhileTheIncidentSeemsToRecover() {
    Signal slow = slow(Fleet.LOAD, 5);
    Signal clearing =
        Signal.newBuilder(then(slow, Transition.UPDATED, 600)).setWellSince(at(300)).build();
    fleet.see(failure, slow).until(30);
    succeed(0);
    fleet.see(cleared(failure, 320), clearing).until(1500);
    assertEquals(1, fleet.decisions.size(), "nothing is done to what is about to be well");

    Signal clear = Signal.newBuilder(cleared(slow, 1600)).setWellSince(at(300)).build();
    fleet.see(clear).until(4000);
    assertEquals(1, fleet.decisions.size());
    lesson(Lesson.LEARNED, "telemetry shows that it recovered");
    assertEquals(320 - 30, fleet.credits.get(0).getCredit().getSeconds());
  }

  @Test
  void shouldNotTakeSignalsThatFlapForARecoveryForEver() {
    fleet.see(failure, slow(Fleet.LOAD, 5)).until(30);
    succeed(0);
    for (int second = 60; second < 20_000; second += 120) {
      Signal other = failure(Fleet.TRANSFORM, second + 10, "connection refused");
      fleet.see(cleared(failure, second), failure(Fleet.LOAD, second + 60, "connection refused"));
      fleet.see(other, cleared(other, second + 70));
    }
    fleet.until(20_000);

    assertTrue(fleet.decisions.size() > 1);
  }

  @Test
  void shouldGoOnOnceWhatSeemedToRecoverDoesNot() {
    Signal clearing =
        Signal.newBuilder(then(failure, Transition.UPDATED, 600)).setWellSince(at(300)).build();
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(clearing, then(failure, Transition.UPDATED, 900)).until(1000);

    assertEquals(2, fleet.decisions.size());
    lesson(Lesson.LEARNED, "telemetry shows no recovery");
  }

  @Test
  void shouldLearnNothingFromARecoveryThatBeganBeforeTheActionDid() {
    fleet.see(failure).until(30);
    fleet.see(cleared(failure, 32)).until(40);
    succeed(0);
    fleet.until(2000);

    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
    lesson(Lesson.CENSORED, "it had recovered before it was carried out");
  }

  @Test
  void shouldGoByWhenAllWasWellAgainRatherThanWhenThatWasCertain() {
    Signal well =
        Signal.newBuilder(cleared(failure, 330)).setWellSince(at(20)).build(); // seen later
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(well).until(2000);

    lesson(Lesson.CENSORED, "it had recovered before it was carried out");
    assertEquals(at(20), fleet.only().getClearSince());
  }

  @Test
  void shouldLearnNothingFromWhatSomebodyElseHadAPartIn() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.hear(
        Outcome.newBuilder()
            .setFleet("shop")
            .setStage(Fleet.LOAD)
            .setTarget("glue:1/eu/orders-load")
            .setAction(Action.ROLL_BACK)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(at(60))
            .setActor("ada")
            .build());
    fleet.see(cleared(failure, 330)).until(2000);

    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
    lesson(Lesson.CONFOUNDED, "ada did ROLL_BACK");
  }

  @Test
  void shouldLearnNothingWhereAPersonActedBeforeTheFirstStep() {
    fleet.see(failure).until(10);
    fleet.hear(
        Outcome.newBuilder()
            .setFleet("shop")
            .setStage(Fleet.LOAD)
            .setTarget("glue:1/eu/orders-load")
            .setAction(Action.ROLL_BACK)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(at(10))
            .setActor("ada")
            .build());
    fleet.until(30);
    succeed(0);
    fleet.see(cleared(failure, 330)).until(2000);

    lesson(Lesson.CONFOUNDED, "ada did ROLL_BACK");
  }

  @Test
  void shouldLearnNothingWhereNothingHasRunSinceThatCouldShowARecovery() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.until(2000);

    assertEquals(Lesson.CENSORED, fleet.credits.get(0).getCredit().getLesson());
    assertEquals("nothing has run since that could show it", fleet.credits.get(0).getReason());
  }

  @Test
  void shouldLearnNothingOnceAPersonHasTakenOver() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.say(OrderKind.HANDS_OFF, "", Fleet.LOAD, 9000L).see(cleared(failure, 330)).until(2000);

    lesson(Lesson.CONFOUNDED, "ada asked for hands off");
  }

  @ParameterizedTest
  @CsvSource({
    "REJECTED, CENSORED, it was not carried out",
    "EXPIRED, CENSORED, it was not carried out",
    "TIMED_OUT, CENSORED, it is not known whether it was carried out",
    "UNKNOWN, CENSORED, it is not known whether it was carried out",
    "FAILED, CONFOUNDED, it recovered although the action failed"
  })
  void shouldLearnNothingFromARecoveryThatTheCommandCannotHaveBrought(
      OutcomeStatus status, Lesson lesson, String reason) {
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), status).see(cleared(failure, 45)).until(2000);

    lesson(lesson, reason);
  }

  @Test
  void shouldLearnThatAnActionFails() {
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.FAILED).until(2000);

    lesson(Lesson.LEARNED, "the action failed");
  }

  @Test
  void shouldLearnNothingWhereNoExecutorAnswers() {
    fleet.see(failure).until(2000);

    lesson(Lesson.CENSORED, "no executor answered");
  }

  @Test
  void shouldNotCreditAStepWithWhatAnEarlierOneDidLate() {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.RESTART, Action.WAIT).see(failure).until(165);
    assertEquals(Action.WAIT, fleet.decisions.get(1).getChosen(), "nobody had answered");
    succeed(0);
    fleet.see(cleared(failure, 200)).until(4000);

    Decision waited = fleet.credits.get(1);
    assertEquals(Action.WAIT, waited.getChosen());
    assertEquals(Lesson.CONFOUNDED, waited.getCredit().getLesson());
  }

  @Test
  void shouldNotBlameAnActionOfWhichNobodySaidThatItWasCarriedOut() {
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.ACCEPTED).until(7200);

    lesson(Lesson.CENSORED, "no executor said that it was carried out");
  }

  @Test
  void shouldLearnNothingInShadow() {
    Fleet shadow = Fleet.unset().see(failure, cleared(failure, 100)).until(2000);

    assertEquals(Lesson.CENSORED, shadow.credits.get(0).getCredit().getLesson());
    assertTrue(shadow.state.cells().values().isEmpty());
  }

  @Test
  void shouldCreditWaitingWithAFaultThatHealsByItself() {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.WAIT).see(failure, cleared(failure, 90));
    fleet.until(2000);

    assertEquals(List.of(), fleet.commands);
    assertEquals(Action.WAIT, fleet.credits.get(0).getChosen());
    lesson(Lesson.LEARNED, "telemetry shows that it recovered");
    assertTrue(fleet.credits.get(0).getCredit().getReward() > 0.9);
  }

  @Test
  void shouldNotTakeSilenceForARecovery() {
    Signal clear = Signal.newBuilder(cleared(failure, 330)).setSilentAfterMillis(900_000).build();
    Signal silence = of(Fleet.LOAD, SignalKind.SILENCE, "telemetry", 330 + 900).build();
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(clear, silence).until(86_400);

    assertFalse(
        fleet.incidents.stream().anyMatch(i -> i.getStatus() == IncidentStatus.RECOVERED),
        "no data is not recovery");
    assertTrue(fleet.credits.stream().allMatch(c -> c.getCredit().getHealed() == 0));
  }

  @Test
  void shouldHoldAgainstTheActionWhatGotWorseWhereItWasDone() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(slow(Fleet.LOAD, 100)).until(700);

    Credit credit = fleet.credits.get(0).getCredit();
    assertEquals(0.25, credit.getHarm());
    assertEquals(-0.3, credit.getReward(), 1e-12);
  }

  @Test
  void shouldHoldAgainstTheActionTheWorkThatWasNotDelivered() {
    Signal paused =
        of(Fleet.LOAD, SignalKind.ANOMALY, "throughput", 60)
            .setEvidence("delivery")
            .setDirection(-1)
            .setLower(84.0)
            .setObserved(0)
            .setExpected(120)
            .build();
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(paused, cleared(failure, 90)).until(100);
    assertNull(fleet.only().getClearSince(), "a paused stage is not recovered");

    fleet.see(cleared(paused, 900)).until(3000);
    Credit credit = fleet.credits.get(fleet.credits.size() - 1).getCredit();
    assertTrue(credit.getLost() > 0);
  }

  @Test
  void shouldLearnNothingFromIncidentsThatTurnOutToBeOne() {
    Signal older = Signal.newBuilder(slow(Fleet.INGEST, 10)).setStale(true).build();
    Signal acting = failure(Fleet.LOAD, 20, "connection refused");
    fleet.limits(Fleet.limits().setGatherMillis(0).build()).see(older, acting).until(20);
    succeed(0);
    fleet.see(slow(Fleet.TRANSFORM, 22)).until(22);
    Decision absorbed = fleet.credits.get(fleet.credits.size() - 1);
    assertEquals(Lesson.CENSORED, absorbed.getCredit().getLesson());

    Signal transform = slow(Fleet.TRANSFORM, 22);
    fleet.see(cleared(older, 200), cleared(acting, 200), cleared(transform, 200)).until(4000);
    assertTrue(
        fleet.credits.stream().noneMatch(c -> c.getCredit().getLesson() == Lesson.LEARNED),
        fleet.credits.toString());
  }

  @Test
  void shouldNotCreditWaitingWithWhatAnActionNearbyHealed() {
    fleet.limits(Fleet.limits().setConcurrency(9).build());
    // so old that its neighbour's is another story
    Signal old = Signal.newBuilder(failure).setOpenedAt(at(-3600)).build();
    Signal neighbour = failure(Fleet.TRANSFORM, 10, "connection refused");
    fleet.see(old, neighbour).until(40);
    succeed(0);
    fleet.see(cleared(old, 60), cleared(neighbour, 60)).until(4000);

    Decision waited = fleet.credits.get(1);
    assertEquals(Action.WAIT, waited.getChosen());
    assertEquals(Lesson.CONFOUNDED, waited.getCredit().getLesson());
  }

  @Test
  void shouldNotCreditWaitingThatBeganBeforeTheActionNearby() {
    fleet.runbook(ErrorType.TIMEOUT, Action.WAIT);
    Signal waiting = failure(Fleet.LOAD, 0, "timed out");
    Signal old =
        Signal.newBuilder(failure(Fleet.TRANSFORM, 20, "connection refused"))
            .setOpenedAt(at(-3600))
            .build();
    fleet.see(waiting, old).until(60);
    assertEquals(Action.WAIT, fleet.decisions.get(0).getChosen());
    assertEquals(Fleet.TRANSFORM, fleet.commands.get(0).getStage());
    succeed(0);
    fleet.see(cleared(waiting, 90), cleared(old, 90)).until(4000);

    Decision waited =
        fleet.credits.stream().filter(c -> c.getChosen() == Action.WAIT).findFirst().orElseThrow();
    assertEquals(Lesson.CONFOUNDED, waited.getCredit().getLesson());
  }

  @Test
  void shouldLearnNothingFromWhatWasDecidedOnStaleEvidence() {
    Signal stale = Signal.newBuilder(failure).setStale(true).build();
    fleet.see(stale).until(100);
    fleet.see(cleared(stale, 300)).until(5000);

    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
    lesson(Lesson.CENSORED, "the evidence was too old when it arrived");
  }

  @Test
  void shouldLearnNothingFromANewNormal() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(then(failure, Transition.REBASED, 300)).until(2000);

    assertEquals(IncidentStatus.CENSORED, fleet.only().getStatus());
    lesson(Lesson.CENSORED, "whether it recovered is not known");
  }

  /** The job had sent another command for the step before it failed, and decided anew. */
  @Test
  void shouldCreditWhatWasCarriedOutRatherThanWhatWasDecidedAnew() {
    fleet.see(failure).until(30);
    Command first =
        Command.newBuilder(fleet.commands.get(0))
            .setId("00000000000000aa")
            .setAction(Action.RETRY_WITH_BACKOFF)
            .build();
    fleet.answer(first, OutcomeStatus.ACCEPTED);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.REJECTED);
    fleet.answer(first, OutcomeStatus.SUCCEEDED).see(cleared(failure, 330)).until(2000);

    assertEquals(1, fleet.commands.size(), "no second one while the first is in flight");
    assertEquals(Action.RETRY_WITH_BACKOFF, fleet.credits.get(0).getChosen());
    assertEquals(Lesson.LEARNED, fleet.credits.get(0).getCredit().getLesson());
  }

  @Test
  void shouldCreditAPageWithTheRepairThatPeopleMake() {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.PAGE_HUMAN).see(failure).until(30);
    assertEquals(List.of(Action.PAGE_HUMAN), fleet.ordered());
    succeed(0);
    fleet.hear(
        Outcome.newBuilder()
            .setFleet("shop")
            .setStage(Fleet.LOAD)
            .setTarget("glue:1/eu/orders-load")
            .setAction(Action.RESTART)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(at(3600))
            .setActor("ada")
            .build());
    fleet.see(cleared(failure, 3630)).until(9000);

    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
    lesson(Lesson.LEARNED, "telemetry shows that it recovered");
    assertEquals(0.25, fleet.credits.get(0).getCredit().getHealed(), 1e-12, "after an hour");
  }

  @Test
  void shouldTakeUpNewTroubleOfAnIncidentThatPeopleWereCalledFor() {
    Signal slow = slow(Fleet.LOAD, 5);
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.PAGE_HUMAN).see(failure, slow).until(30);
    assertEquals(IncidentStatus.ESCALATED, fleet.only().getStatus());

    fleet.see(cleared(failure, 1800)).until(5000);
    assertEquals(1, fleet.decisions.size(), "people are at it");
    fleet.see(failure(Fleet.LOAD, 6000, "connection refused")).until(6030);
    assertEquals(2, fleet.decisions.size(), "but not at this");
  }

  @Test
  void shouldWriteWhatItLearnedIntoThePolicyTopic() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(cleared(failure, 330)).until(2000);

    assertEquals(2, fleet.snapshots.size(), "the prior's, and what was learned since");
    assertEquals(fleet.credits.get(0).getSequence(), fleet.snapshots.get(1).getSequence());
    assertEquals(2, fleet.snapshots.get(1).getCells().size(), "the state's and the error type's");
  }

  private void succeed(int command) {
    fleet.answer(fleet.commands.get(command), OutcomeStatus.ACCEPTED);
    fleet.answer(fleet.commands.get(command), OutcomeStatus.SUCCEEDED);
  }

  private void lesson(Lesson lesson, String reason) {
    assertEquals(lesson, fleet.credits.get(0).getCredit().getLesson());
    assertEquals(reason, fleet.credits.get(0).getReason());
    assertEquals(lesson == Lesson.LEARNED, !fleet.state.cells().values().isEmpty());
  }
}
