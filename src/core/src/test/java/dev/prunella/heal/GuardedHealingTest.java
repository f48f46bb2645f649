package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What guardrails keep inside, over the whole life of an incident. */
class GuardedHealingTest {
  private final Signal failure = failure(Fleet.LOAD, 0, "connection refused");
  private final Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);

  @Test
  void shouldKeepCommandsInsideWhileFrozenAndActAfterwards() {
    fleet.freeze().see(failure).until(7200);
    assertTrue(fleet.commands.isEmpty(), "not even a page: people know");
    assertEquals(1, fleet.decisions.size(), "one decision, however long the freeze");

    fleet.unfreeze().until(7201);
    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldNotForgetAnIncidentOfWhichPeopleSaidThatItsDecisionWasWrongDuringAFreeze() {
    fleet.freeze().see(failure).until(600);
    fleet.say(OrderKind.WRONG, fleet.only().getId(), "", null).until(900);

    fleet.unfreeze().until(901);
    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldActAtTheEndOfAFreezeThatHasOne() {
    fleet.set("freeze").with(b -> b.setFreeze(new FreezeSettings("release", null, at(7000))));
    fleet.see(failure).until(6999);
    assertTrue(fleet.commands.isEmpty());

    fleet.until(7000);
    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldKeepACommandInsideThatWasDueBeforeTheFreezeButIsDecidedInIt() {
    fleet.see(failure).until(10);
    fleet.set("freeze").with(b -> b.setFreeze(new FreezeSettings("release", at(35), at(7000))));
    fleet.leapTo(60);
    assertTrue(fleet.commands.isEmpty());

    fleet.until(7000);
    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldNotDecideAgainInShadowBecauseAFreezeComesAndGoes() {
    Fleet shadow = Fleet.unset().see(failure).until(60);
    shadow.freeze().until(120);
    shadow.unfreeze().until(180);

    assertEquals(1, shadow.decisions.size());
  }

  @Test
  void shouldRefuseWhatTheContractDoesNotPermit() {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.SCALE_OUT).see(failure).until(3600);

    Candidate scale = candidate(fleet.decisions.get(0), Action.SCALE_OUT);
    assertEquals(0, scale.getProbability());
    Verdict contract = verdict(scale, "stage-contract");
    assertEquals("the contract does not permit it", contract.getReason());
    assertTrue(!fleet.ordered().contains(Action.SCALE_OUT));
  }

  @Test
  void shouldActOnNothingThatTheSettingsDoNotName() {
    fleet.see(failure("unknown/stage", 0, "connection refused")).until(3600);

    assertTrue(fleet.ordered().stream().allMatch(a -> a == Action.PAGE_HUMAN));
    assertEquals("people:shop", fleet.commands.get(0).getTarget());
  }

  @Test
  void shouldLeaveAloneWhatAPersonIsWorkingOn() {
    fleet.say(OrderKind.HANDS_OFF, "", Fleet.LOAD, 1000L).see(failure).until(900);

    Candidate restart = candidate(fleet.decisions.get(0), Action.RESTART);
    assertEquals(
        "ada asked for hands off until 2025-06-02T10:16:40Z",
        verdict(restart, "hands-off").getReason());
    assertTrue(!fleet.ordered().contains(Action.RESTART));
  }

  @Test
  void shouldHaveOneLiveActionPerNeighbourhood() {
    fleet.limits(Fleet.limits().setConcurrency(9).build());
    // so old that its neighbour's is another story
    Signal old = Signal.newBuilder(failure).setOpenedAt(at(-3600)).build();
    Signal neighbour = failure(Fleet.TRANSFORM, 10, "connection refused");
    Signal far = failure(Fleet.BILLING, 10, "connection refused");
    fleet.see(old, neighbour, far).until(40);

    assertEquals(
        List.of("glue:1/eu/orders-load", "glue:1/eu/billing-load"),
        fleet.commands.stream().map(Command::getTarget).toList());
    Decision waits =
        fleet.decisions.stream()
            .filter(d -> d.getChosen() == Action.WAIT)
            .findFirst()
            .orElseThrow();
    Verdict verdict = verdict(candidate(waits, Action.RESTART), "neighbourhood");
    assertEquals(
        "RESTART at orders/load is in flight or settling for incident "
            + fleet.commands.get(0).getIncident(),
        verdict.getReason());
  }

  @Test
  void shouldLetARemedyWaitForItsTurnRatherThanCallPeopleOnceForEachIncident() {
    Signal other = failure(Fleet.BILLING, 1, "connection refused");
    fleet.see(failure, other).until(31);

    Decision second = fleet.decisions.get(1);
    assertEquals(Action.WAIT, second.getChosen());
    assertEquals(
        "1 of 1 actions of the fleet are in flight",
        verdict(candidate(second, Action.RESTART), "concurrency").getReason());

    fleet.answer(fleet.commands.get(0), OutcomeStatus.SUCCEEDED).until(400);
    assertEquals(List.of(Action.RESTART, Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldCountAnActionWhoseIncidentHasEndedUntilItHasEndedToo() {
    fleet.see(failure).until(30);
    Command first = fleet.commands.get(0);
    fleet.answer(first, OutcomeStatus.ACCEPTED).see(cleared(failure, 60)).until(900);
    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());

    fleet.see(failure(Fleet.BILLING, 1000, "connection refused")).until(1031);
    assertEquals(List.of(Action.RESTART), fleet.ordered());

    fleet.answer(first, OutcomeStatus.SUCCEEDED).until(1400);
    assertEquals(List.of(Action.RESTART, Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldNotCountAnActionForEverOfWhichNothingIsHeard() {
    fleet.see(failure).until(30);
    fleet
        .answer(fleet.commands.get(0), OutcomeStatus.ACCEPTED)
        .see(cleared(failure, 60))
        .until(900);

    fleet.see(failure(Fleet.BILLING, 3700, "connection refused")).until(3731);
    assertEquals(List.of(Action.RESTART, Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldLoseItsPatienceInALongStorm() {
    fleet.limits(Fleet.limits().setCooldownMillis(360_000_000).build());
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.ACCEPTED);
    fleet.see(failure(Fleet.BILLING, 40, "connection refused")).until(3000);

    assertEquals(List.of(Action.RESTART, Action.PAGE_HUMAN), fleet.ordered());
  }

  @Test
  void shouldLeaveATargetAloneForAWhileAfterAnAction() {
    fleet.see(failure).until(30);
    fleet.answer(fleet.commands.get(0), OutcomeStatus.SUCCEEDED);
    fleet.see(cleared(failure, 60), failure(Fleet.LOAD, 400, "connection refused")).until(430);

    Decision second = fleet.decisions.get(1);
    assertEquals(
        "glue:1/eu/orders-load was acted on (RESTART) 400 s ago; it is left alone until"
            + " 2025-06-02T10:10:30Z",
        verdict(candidate(second, Action.RESTART), "cooldown").getReason());
  }

  private static Candidate candidate(Decision decision, Action action) {
    return decision.getCandidates().stream()
        .filter(c -> c.getAction() == action)
        .findFirst()
        .orElseThrow();
  }

  private static Verdict verdict(Candidate candidate, String guardrail) {
    return candidate.getVerdicts().stream()
        .filter(v -> v.getGuardrail().equals(guardrail))
        .findFirst()
        .orElseThrow();
  }
}
