package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static dev.prunella.Signals.slow;
import static dev.prunella.Signals.then;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Transition;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided, when, and what comes of it. */
class HealingTest {
  private final Signal failure = failure(Fleet.LOAD, 0, "connection refused");
  private final Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);

  @Test
  void shouldNotDecideBeforeTimeIsTold() {
    fleet.see(failure);
    assertTrue(fleet.incidents.isEmpty() && fleet.decisions.isEmpty());

    fleet.leapTo(29);
    assertTrue(fleet.decisions.isEmpty(), "other signals may still gather");

    fleet.leapTo(30);
    assertEquals(1, fleet.decisions.size());
  }

  @Test
  void shouldOrderTheActionAndSayUntilWhenItMayBegin() {
    fleet.see(failure).until(30);

    Command command = fleet.commands.get(0);
    assertEquals(Action.RESTART, command.getAction());
    assertEquals("glue:1/eu/orders-load", command.getTarget());
    assertEquals(at(30), command.getIssuedAt());
    assertEquals(at(150), command.getExpiresAt());
    assertEquals(command.getId(), fleet.only().getInFlight());
    assertEquals(IncidentStatus.ACTING, fleet.only().getStatus());
  }

  @Test
  void shouldNotActOnAnIncidentWhoseSignalsAreAllClear() {
    fleet.see(failure, cleared(failure, 10)).until(1000);

    assertTrue(fleet.commands.isEmpty());
    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
  }

  @Test
  void shouldActOnASignalThatFlapsOnceItIsOpenAgain() {
    Signal again = failure(Fleet.LOAD, 100, "connection refused");
    fleet.see(failure, cleared(failure, 10), again).until(129);
    assertTrue(fleet.commands.isEmpty());

    fleet.until(130);
    assertEquals(1, fleet.commands.size());
  }

  @Test
  void shouldNeverConcludeRecoveryFromWhatAnExecutorSays() {
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.SUCCEEDED).until(600);

    assertEquals(IncidentStatus.ACTING, fleet.only().getStatus());
    assertNull(fleet.only().getClosedAt());
  }

  @Test
  void shouldTryTheNextRemedyOnceTheTargetHasCooledDown() {
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.SUCCEEDED).until(629);
    assertEquals(1, fleet.decisions.size(), "it settles, and nobody is called meanwhile");

    fleet.until(630);
    assertFalse(Action.PAGE_HUMAN == fleet.decisions.get(1).getChosen());
    assertEquals(1, fleet.decisions.get(1).getState().getAttempts());
    assertEquals(Action.RESTART, fleet.decisions.get(1).getState().getLastAction());
  }

  @Test
  void shouldCallPeopleWhenNoExecutorAnswers() {
    fleet.see(failure).until(3600);

    assertEquals(List.of(Action.RESTART, Action.PAGE_HUMAN), fleet.ordered());
    assertEquals(IncidentStatus.ESCALATED, fleet.only().getStatus());
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "EXPIRED", "FAILED"})
  void shouldCallPeopleAgainWhenAPageReachedNobody(OutcomeStatus status) {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.PAGE_HUMAN).see(failure).until(30);
    fleet.answer(fleet.commands.get(0), status).until(329);
    assertEquals(1, fleet.commands.size());
    assertEquals(IncidentStatus.OPEN, fleet.only().getStatus());

    fleet.until(330);
    assertEquals(2, fleet.commands.size());
    fleet.answer(fleet.commands.get(1), OutcomeStatus.SUCCEEDED).until(7200);
    assertEquals(2, fleet.commands.size());
  }

  @Test
  void shouldCallPeopleAfterAsManyActionsAsTheLimitAllows() {
    fleet.limits(Fleet.limits().setMaxSteps(1).build()).see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.FAILED).until(7200);

    assertEquals(List.of(Action.RESTART, Action.PAGE_HUMAN), fleet.ordered());
  }

  @Test
  void shouldTryAgainSoonWhatAnExecutorRefused() {
    fleet.see(failure).until(40);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.REJECTED).until(70);

    assertEquals(2, fleet.decisions.size());
    assertTrue(fleet.commands.get(1).getAction() != Action.PAGE_HUMAN, "nothing was done yet");
  }

  @Test
  void shouldPassOverOutcomesThatNameNoCommandInFlight() {
    fleet.see(failure).until(30);
    Command command = fleet.commands.get(0);
    fleet.answer(command, OutcomeStatus.SUCCEEDED);
    int versions = fleet.incidents.size();

    fleet.answer(command, OutcomeStatus.FAILED);
    Outcome others =
        Outcome.newBuilder()
            .setFleet("shop")
            .setIncident(command.getIncident())
            .setTarget(command.getTarget())
            .setAction(Action.RESTART)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(at(31))
            .setActor("cron")
            .build();
    fleet.hear(others);
    assertEquals(versions, fleet.incidents.size());
  }

  @Test
  void shouldGiveAnAcceptedCommandTimeToEnd() {
    fleet.see(failure).until(40);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.ACCEPTED).until(400);

    assertEquals(1, fleet.decisions.size());
    assertEquals(fleet.commands.get(0).getId(), fleet.only().getInFlight());
  }

  @Test
  void shouldFreeTheTargetOfACommandThatNobodyAnsweredThoughAllIsClear() {
    fleet.limits(Fleet.limits().setHoldMillis(3_600_000).build());
    fleet.see(failure, cleared(failure, 60)).until(200);

    assertEquals("", fleet.only().getInFlight());
    assertEquals("", fleet.state.targets().values().get(0).getInFlight());
    assertEquals(1, fleet.decisions.size());
  }

  @Test
  void shouldKeepTheCommandInFlightOfAnIncidentThatIsMergedAway() {
    Signal older = Signal.newBuilder(slow(Fleet.INGEST, 10)).setStale(true).build();
    Signal acting = failure(Fleet.LOAD, 20, "connection refused");
    fleet.limits(Fleet.limits().setGatherMillis(0).build()).see(older, acting).until(20);
    Command command = fleet.commands.get(0);
    fleet.see(slow(Fleet.TRANSFORM, 22)).until(22);

    Incident merged = fleet.newest().get(0);
    assertEquals(merged.getId(), fleet.newest().get(1).getMergedInto());
    assertEquals(IncidentStatus.ACTING, merged.getStatus());
    assertEquals(command.getId(), merged.getInFlight());
    assertEquals(command.getId(), fleet.state.targets().values().get(0).getInFlight());

    fleet.answer(command, OutcomeStatus.SUCCEEDED);
    assertEquals("", fleet.newest().get(0).getInFlight());
    assertEquals("", fleet.state.targets().values().get(0).getInFlight());
  }

  @Test
  void shouldSendNothingInShadow() {
    Fleet shadow = Fleet.unset().see(failure).until(86_400);

    assertTrue(shadow.commands.isEmpty());
    assertEquals(Autonomy.SHADOW, shadow.decisions.get(0).getAutonomy());
    assertFalse(shadow.decisions.get(0).getSent());
    assertEquals(
        shadow.decisions.get(0).getChosen(), shadow.decisions.get(0).getIntended().getAction());
    assertEquals(IncidentStatus.OPEN, shadow.only().getStatus());
  }

  @Test
  void shouldSendNothingForLevelsThatNeedAPersonOrADraw() {
    for (Autonomy level : List.of(Autonomy.APPROVE, Autonomy.CANARY, Autonomy.UNKNOWN)) {
      assertTrue(Fleet.withLevel(level, 7).see(failure).until(3600).commands.isEmpty());
    }
  }

  @Test
  void shouldNumberDecisionsWithoutGaps() {
    for (int i = 0; i < 20; i++) {
      Signal one = failure(i % 2 == 0 ? Fleet.LOAD : Fleet.BILLING, i * 1000, "connection refused");
      fleet.see(one, cleared(one, i * 1000 + 500));
    }
    fleet.until(30_000);

    List<Long> sequences = fleet.log.stream().map(Decision::getSequence).toList();
    assertTrue(sequences.size() >= 40);
    assertEquals(LongStream.rangeClosed(1, sequences.size()).boxed().toList(), sequences);
  }

  @Test
  void shouldWriteThePolicyOnceAndAgainAfterItsRunbookChanged() {
    fleet.see(failure).until(3600);
    assertEquals(1, fleet.snapshots.size());

    int before = fleet.log.size();
    fleet.runbook(ErrorType.TIMEOUT, Action.SCALE_OUT);
    fleet.see(failure(Fleet.BILLING, 4000, "timed out")).until(4030);
    assertEquals(2, fleet.snapshots.size());
    assertEquals(before, fleet.snapshots.get(1).getSequence());
  }

  @Test
  void shouldOnlyObserveStaleEvidence() {
    Signal stale = Signal.newBuilder(failure).setStale(true).build();
    fleet.see(stale).until(86_400);
    assertTrue(fleet.commands.isEmpty());
    assertEquals(1, fleet.decisions.size(), "it waits for fresh evidence, not again and again");

    Signal fresh =
        Signal.newBuilder(then(stale, Transition.UPDATED, 86_500)).setStale(false).build();
    fleet.see(fresh).until(86_530);
    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldActOnFreshEvidenceThatFollowsStaleEvidenceThatCleared() {
    Signal stale = Signal.newBuilder(failure).setStale(true).build();
    fleet.see(stale).until(100);
    fleet.see(cleared(stale, 200), failure(Fleet.LOAD, 250, "connection refused")).until(280);

    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldHearAllSignalsBeforeItActsAfterALeapInTime() {
    fleet.see(failure, cleared(failure, 2000)).leapTo(7200);

    assertTrue(fleet.commands.isEmpty(), "it had recovered long before");
    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
  }

  @Test
  void shouldEndEvenWithNoTimeToWaitForAnything() {
    Fleet hasty =
        Fleet.autonomous()
            .limits(
                Fleet.limits()
                    .setHoldMillis(0)
                    .setGatherMillis(0)
                    .setCooldownMillis(0)
                    .setCommandExpiryMillis(0)
                    .setMaxEvidenceAgeMillis(0)
                    .build());
    hasty.freeze().see(failure).until(60);
    hasty.unfreeze().until(86_400);

    assertFalse(hasty.commands.isEmpty());
  }
}
