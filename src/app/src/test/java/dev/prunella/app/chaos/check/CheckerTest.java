package dev.prunella.app.chaos.check;

import static dev.prunella.app.chaos.check.Clean.call;
import static dev.prunella.app.chaos.check.Clean.change;
import static dev.prunella.app.chaos.check.Clean.closed;
import static dev.prunella.app.chaos.check.Clean.command;
import static dev.prunella.app.chaos.check.Clean.credited;
import static dev.prunella.app.chaos.check.Clean.decided;
import static dev.prunella.app.chaos.check.Clean.fault;
import static dev.prunella.app.chaos.check.Clean.fence;
import static dev.prunella.app.chaos.check.Clean.incident;
import static dev.prunella.app.chaos.check.Clean.outcome;
import static dev.prunella.app.chaos.check.Clean.simulated;
import static dev.prunella.app.chaos.check.Clean.snapshot;
import static dev.prunella.app.chaos.check.Clean.wall;
import static dev.prunella.app.chaos.check.Clean.written;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Signal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checker finds each promise that was broken, and nothing where none was. */
class CheckerTest {

  private final Clean run = new Clean();

  private void breaks(Promise... promises) {
    Set<Promise> expected = EnumSet.noneOf(Promise.class);
    expected.addAll(List.of(promises));
    List<Violation> found = run.check();
    assertEquals(
        expected,
        found.stream().map(Violation::promise).collect(Collectors.toSet()),
        found.toString());
  }

  @Test
  void shouldFindNothingWhereNothingWasBroken() {
    breaks();
  }

  // Faults

  @Test
  void shouldMissTheIncidentOfAFault() {
    run.faults.add(fault("clicks", 5, 20));
    breaks(Promise.EVERY_FAULT_HAS_AN_INCIDENT);
  }

  @Test
  void shouldNotTakeAnIncidentOfBeforeForThatOfAFault() {
    run.faults.add(fault("orders", 30, 35));
    breaks(Promise.EVERY_FAULT_HAS_AN_INCIDENT);
  }

  // Incidents

  @Test
  void shouldMissASkippedVersion() {
    run.incidents.remove(1);
    breaks(Promise.NO_VERSION_IS_SKIPPED);
  }

  @Test
  void shouldTakeRepeatedVersionsAfterAStrike() {
    run.incidents.add(written(incident("a", 2), 21));
    run.incidents.add(written(closed(incident("a", 3)), 22));
    breaks();
  }

  @Test
  void shouldGoByWhatWasWrittenLastWhereAReplayNeedsFewerVersions() {
    run.incidents.add(written(closed(incident("a", 2)), 22));
    breaks();
    run.incidents.add(written(incident("a", 1), 23));
    breaks(Promise.EVERY_INCIDENT_ENDS);
  }

  @Test
  void shouldNotTakeRepeatedVersionsWhereNothingFailed() {
    run.incidents.add(written(closed(incident("a", 3)), 15));
    breaks(Promise.NO_VERSION_IS_SKIPPED);
  }

  @Test
  void shouldSeeTimeGoBackFromVersionToVersion() {
    change(
        run.incidents,
        1,
        version -> Incident.newBuilder(version).setUpdatedAt(simulated(0)).build());
    breaks(Promise.NO_VERSION_IS_SKIPPED);
  }

  @Test
  void shouldFindAnIncidentThatIsStuck() {
    run.incidents.remove(2);
    breaks(Promise.EVERY_INCIDENT_ENDS);
  }

  @Test
  void shouldFindAnIncidentThatOnlyALostWriterKnew() {
    run.incidents.add(written(other("b", 5), 22));
    breaks(Promise.EVERY_INCIDENT_ENDS);
  }

  @Test
  void shouldLetAnIncidentLastAsLongAsItsFault() {
    run.faults.add(lasting("orders"));
    run.incidents.add(written(other("b", 30), 30));
    breaks();
  }

  @Test
  void shouldFindAnIncidentThatWentOnInNone() {
    change(run.incidents, 2, last -> Incident.newBuilder(last).setMergedInto("nobody").build());
    breaks(Promise.EVERY_INCIDENT_ENDS);
  }

  @Test
  void shouldSeeAnIdThatChangedOnReplay() {
    run.incidents.add(written(incident("b", 1), 21));
    run.incidents.add(written(closed(incident("b", 2)), 22));
    breaks(Promise.ONE_ID_FOR_ONE_BEGINNING);
  }

  @Test
  void shouldSeeAnIdThatStandsForTwoBeginnings() {
    Incident later = Incident.newBuilder(other("a", 21)).build();
    run.incidents.add(written(later, 21));
    run.incidents.add(written(closed(incident("a", 3)), 22));
    breaks(Promise.ONE_ID_FOR_ONE_BEGINNING);
  }

  // Commands

  @Test
  void shouldMissTheDecisionOfACommand() {
    Command stray = command("c9", "z", 0);
    run.commands.add(written(stray, 15));
    run.outcomes.add(written(outcome(stray, OutcomeStatus.EXPIRED), 16));
    breaks(Promise.EVERY_COMMAND_IS_DECIDED);
  }

  @Test
  void shouldTakeACommandWhoseDecisionWasTakenBack() {
    Command before = command("c0", "a", 0);
    run.commands.add(0, written(before, 1));
    run.outcomes.add(written(outcome(before, OutcomeStatus.REJECTED), 6));
    breaks();
  }

  @Test
  void shouldMissACommandThatWasSent() {
    run.commands.clear();
    breaks(Promise.NO_COMMAND_IS_LOST);
  }

  @Test
  void shouldNotTakeACommandTwiceWhereNothingFailed() {
    run.commands.add(written(command("c1", "a", 0), 6));
    breaks(Promise.NO_COMMAND_IS_REPEATED_WITHOUT_CAUSE);
  }

  @Test
  void shouldTakeACommandTwiceAfterAStrikeUnlessOnceWasPromised() {
    run.commands.add(written(command("c1", "a", 0), 25));
    breaks();
    run.exactlyOnce = true;
    breaks(Promise.NO_COMMAND_IS_REPEATED_WITHOUT_CAUSE);
  }

  @Test
  void shouldSeeOneIdThatMeansTwoThings() {
    Command other = Command.newBuilder(command("c1", "a", 0)).setAction(Action.SCALE_OUT).build();
    run.commands.add(written(other, 25));
    breaks(Promise.NO_COMMAND_IS_REPEATED_WITHOUT_CAUSE);
  }

  @Test
  void shouldMissAnAnswer() {
    run.outcomes.remove(1);
    breaks(Promise.EVERY_COMMAND_IS_ANSWERED);
  }

  @Test
  void shouldSeeTwoEndsOfOneCommand() {
    run.outcomes.add(written(outcome(command("c1", "a", 0), OutcomeStatus.FAILED), 7));
    breaks(Promise.EVERY_COMMAND_IS_ANSWERED);
  }

  @Test
  void shouldNotBelieveASuccessThatTheServiceNeverHeardOf() {
    run.calls.clear();
    breaks(Promise.EVERY_COMMAND_IS_ANSWERED);
  }

  @Test
  void shouldSeeThatSomethingWasDoneAndDenied() {
    run.outcomes.clear();
    run.outcomes.add(written(outcome(command("c1", "a", 0), OutcomeStatus.EXPIRED), 3));
    breaks(Promise.EVERY_COMMAND_IS_ANSWERED);
  }

  // Services

  @Test
  void shouldSeeOneCommandDoneTwice() {
    run.calls.add(call(command("c1", "a", 0), 8, 9));
    breaks(Promise.NOTHING_IS_DONE_TWICE);
  }

  @Test
  void shouldSeeOneFailureHealedTwice() {
    Command again = command("c2", "a", 0);
    act(again, 8, 9);
    breaks(Promise.NOTHING_IS_DONE_TWICE);
  }

  @Test
  void shouldSeeTwoActionsAtOneTimeOnOneTarget() {
    run.calls.add(call(command("c1", "a", 0), 4, 6));
    run.calls.set(0, call(command("c2", "a", 1), 3, 5));
    run.fences.add(0, written(fence(command("c2", "a", 1), OutcomeStatus.ACCEPTED, 1), 1));
    run.fences.add(1, written(fence(command("c2", "a", 1), OutcomeStatus.SUCCEEDED, 1), 2));
    run.outcomes.add(written(outcome(command("c2", "a", 1), OutcomeStatus.ACCEPTED), 1));
    run.outcomes.add(written(outcome(command("c2", "a", 1), OutcomeStatus.SUCCEEDED), 2));
    breaks(Promise.ONE_ACTION_AT_A_TIME);
  }

  // Fence

  @Test
  void shouldMissTheAcceptanceOfWhatWasDone() {
    run.fences.clear();
    breaks(Promise.THE_FENCE_HOLDS);
  }

  @Test
  void shouldSeeACommandAcceptedTwice() {
    run.fences.add(written(fence(command("c1", "a", 0), OutcomeStatus.ACCEPTED, 20), 20));
    run.fences.add(written(fence(command("c1", "a", 0), OutcomeStatus.SUCCEEDED, 20), 21));
    breaks(Promise.THE_FENCE_HOLDS);
  }

  @Test
  void shouldSeeACommandAcceptedWhileAnotherOneIsLive() {
    run.fences.add(1, written(fence(command("c2", "b", 0), OutcomeStatus.ACCEPTED, 4), 4));
    run.fences.set(2, written(fence(command("c2", "b", 0), OutcomeStatus.SUCCEEDED, 4), 5));
    breaks(Promise.THE_FENCE_HOLDS);
  }

  @Test
  void shouldSeeACommandAcceptedWhileAnotherOneMayGoOn() {
    change(run.fences, 1, last -> fence(command("c1", "a", 0), OutcomeStatus.UNKNOWN, 3));
    run.fences.add(written(fence(command("c2", "b", 0), OutcomeStatus.ACCEPTED, 12), 12));
    run.fences.add(written(fence(command("c2", "b", 0), OutcomeStatus.SUCCEEDED, 12), 13));
    breaks(Promise.THE_FENCE_HOLDS);
  }

  @Test
  void shouldSeeThatACommandIsLeftAccepted() {
    run.fences.remove(1);
    breaks(Promise.THE_FENCE_HOLDS);
  }

  // Decisions and what was learned

  @Test
  void shouldSeeAGapInTheLog() {
    run.decisions.set(0, written(decided(2, 0, command("c1", "a", 0)), 2));
    run.decisions.set(1, written(credited(3, 0, 2, command("c1", "a", 0), 0.5), 10));
    run.policies.set(0, written(snapshot(3, 0, 0.5, 1), 10));
    breaks(Promise.DECISIONS_HAVE_NO_GAP);
  }

  @Test
  void shouldTakeALogThatANewerEpochHasCutShort() {
    run.decisions.add(written(decided(3, 0, command("gone", "g", 0)), 19));
    run.decisions.add(written(credited(2, 7, 1, command("c1", "a", 0), 0.5), 25));
    run.decisions.add(written(decided(4, 0, command("late", "g", 0)), 26)); // by whoever is gone
    breaks();
  }

  @Test
  void shouldSeeTwoWritersOfOneLog() {
    run.decisions.add(written(credited(2, 0, 1, command("c1", "a", 0), 0.5), 15));
    breaks(Promise.DECISIONS_HAVE_NO_GAP);
  }

  @Test
  void shouldMissTheCreditOfADecision() {
    run.decisions.remove(1);
    run.policies.set(0, written(emptySnapshot(), 10));
    breaks(Promise.EVERY_DECISION_IS_CREDITED_ONCE);
  }

  @Test
  void shouldSeeADecisionThatIsCreditedTwice() {
    run.decisions.add(written(credited(3, 0, 1, command("c1", "a", 0), 0.5), 11));
    run.policies.set(0, written(snapshot(3, 0, 0.5, 1.5), 11));
    breaks(Promise.EVERY_DECISION_IS_CREDITED_ONCE);
  }

  @Test
  void shouldSeeThatWhatWasLearnedIsNotWhatTheLogTeaches() {
    run.policies.set(0, written(snapshot(2, 0, 0.5 + Math.ulp(0.5), 1), 10));
    breaks(Promise.LEARNED_IS_THE_FOLD);
  }

  @Test
  void shouldSeeALessonThatWasForgotten() {
    run.policies.set(0, written(emptySnapshot(), 10));
    breaks(Promise.LEARNED_IS_THE_FOLD);
  }

  @Test
  void shouldSeeALessonThatOnlyALostWriterHadLearned() {
    Decision replaced = credited(2, 7, 1, command("c1", "a", 0), 0.25);
    run.decisions.add(written(replaced, 25));
    breaks(Promise.LEARNED_IS_THE_FOLD);
  }

  // The rest

  @Test
  void shouldSeeTheHeartbeatGoBack() {
    run.beats.add(written(new Heartbeat("prunella", simulated(39)), 41));
    breaks(Promise.TIME_GOES_FORWARD);
  }

  @Test
  void shouldLetTheHeartbeatGoBackAfterAStrike() {
    run.beats.add(24, written(new Heartbeat("prunella", simulated(18)), 24));
    breaks();
  }

  @Test
  void shouldSeeThatARecordWasRefused() {
    run.deadLetters.add(
        written(
            new DeadLetter(
                simulated(3),
                DeadLetterReason.NOT_AVRO,
                "",
                "telemetry",
                0,
                7L,
                0,
                ByteBuffer.allocate(0)),
            3));
    breaks(Promise.NOTHING_IS_REFUSED);
  }

  @Test
  void shouldSeeARecoveryThatTookTooLong() {
    run.strikes.set(
        0, new Strike("kill", "kafka", wall(20), Optional.of(wall(30)), Duration.ofSeconds(9)));
    breaks(Promise.IT_RECOVERS_IN_TIME);
  }

  @Test
  void shouldSeeThatItNeverRecovered() {
    run.strikes.set(
        0, new Strike("kill", "kafka", wall(20), Optional.empty(), Duration.ofSeconds(60)));
    breaks(Promise.IT_RECOVERS_IN_TIME);
  }

  /** An incident with a beginning of its own. */
  private static Incident other(String id, int second) {
    Incident incident = incident(id, 1);
    return Incident.newBuilder(incident)
        .setStatus(IncidentStatus.OPEN)
        .setOpenedAt(simulated(second))
        .setUpdatedAt(simulated(second))
        .setEvidence(
            List.of(
                Signal.newBuilder(incident.getEvidence().get(0))
                    .setOpenedAt(simulated(second))
                    .setAt(simulated(second))
                    .build()))
        .build();
  }

  private static Injection lasting(String pipeline) {
    return new Injection(
        0,
        "lock contention",
        new Visible(ErrorType.TIMEOUT, Set.of()),
        pipeline + "/load",
        Set.of(),
        false,
        false,
        0,
        simulated(30),
        simulated(30),
        Optional.of(simulated(30)),
        Optional.empty(),
        Action.UNKNOWN,
        "",
        Optional.empty());
  }

  private static PolicySnapshot emptySnapshot() {
    return new PolicySnapshot(Clean.FLEET, simulated(2), "q-learner", 0L, 0L, List.of());
  }

  /** All that belongs to one more command of the same step, as if nothing were wrong with it. */
  private void act(Command command, int begun, int ended) {
    run.commands.add(written(command, begun));
    run.fences.add(written(fence(command, OutcomeStatus.ACCEPTED, begun), begun));
    run.outcomes.add(written(outcome(command, OutcomeStatus.ACCEPTED), begun));
    run.calls.add(call(command, begun, ended));
    run.fences.add(written(fence(command, OutcomeStatus.SUCCEEDED, begun), ended));
    run.outcomes.add(written(outcome(command, OutcomeStatus.SUCCEEDED), ended));
  }
}
