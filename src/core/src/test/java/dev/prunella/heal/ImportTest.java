package dev.prunella.heal;

import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.Signals;
import dev.prunella.learn.DecisionLog;
import dev.prunella.learn.QPolicy;
import dev.prunella.learn.QTable;
import dev.prunella.learn.RunbookPrior;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.StageKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was learned elsewhere is where a fleet begins, and no more. */
class ImportTest {
  private static final ErrorType TYPE = ErrorType.CONNECTION_LOST;
  private static final long APART = 20_000; // seconds

  private final Fleet fleet =
      Fleet.autonomous().runbook(TYPE, Action.RETRY_WITH_BACKOFF, Action.RESTART);

  @Test
  void shouldBeginWithWhatWasLearnedElsewhere() {
    fleet.takes(restartHeals(100)).see(failure(Fleet.LOAD, 0, "connection refused")).until(60);

    assertEquals(List.of(Action.RESTART), fleet.ordered());
  }

  @Test
  void shouldGoByTheRunbookWithoutIt() {
    fleet.see(failure(Fleet.LOAD, 0, "connection refused")).until(60);

    assertEquals(List.of(Action.RETRY_WITH_BACKOFF), fleet.ordered());
  }

  @Test
  void shouldCountAsFewIncidentsHoweverManyAreBehindIt() {
    fleet.takes(restartHeals(1_000_000));

    PolicyCell cell = table().cells().get(0);
    assertEquals(4, cell.getImportedWeight());
    assertEquals(0, cell.getCredits(), "they are none of the fleet's own");
    fleet.takes(restartHeals(4));
    assertEquals(1, table().cells().get(0).getImportedWeight());
  }

  @Test
  void shouldBeOutweighedByWhatIsSeenHere() {
    fleet.takes(restartHeals(1_000_000));
    double before = 0;
    for (int i = 0; i < 8; i++) {
      long began = i * APART;
      Signal failure = failure(Fleet.LOAD, began, "connection refused");
      int sent = fleet.commands.size();
      fleet.see(failure).until(began + 60);
      before = i == 0 ? score() : before;
      fleet.answer(fleet.commands.get(sent), OutcomeStatus.ACCEPTED);
      fleet.answer(fleet.commands.get(sent), OutcomeStatus.FAILED); // nothing works here
      fleet.see(cleared(failure, began + 7200)).until(began + APART - 1);
    }

    assertTrue(before > 0.5, "before: " + before);
    assertTrue(score() < before - 0.2, score() + ", not far below " + before);
  }

  @Test
  void shouldTakeThePlaceOfWhatWasImportedBefore() {
    fleet.takes(restartHeals(100));
    fleet.takes(policy(List.of(cell(TYPE, -1, Action.RETRY_WITH_BACKOFF, 0.5, 100))));

    assertEquals(
        List.of(Action.RETRY_WITH_BACKOFF),
        table().cells().stream().map(PolicyCell::getAction).toList());
  }

  @Test
  void shouldLogItSoThatTheFoldOfTheLogIsWhatIsKnown() {
    fleet.takes(restartHeals(100));

    Decision entry = fleet.log.get(0);
    assertEquals(DecisionKind.IMPORTED, entry.getKind());
    assertEquals(1, entry.getSequence());
    assertEquals(
        "ada imported what the learner q-learner knew of fleet simulated at 2025-06-02T10:00:00Z",
        entry.getReason());
    DecisionLog log = new DecisionLog();
    fleet.log.forEach(log::append);
    assertEquals(table().cells(), log.foldTo(1).cells());
    PolicySnapshot snapshot = fleet.snapshots.get(fleet.snapshots.size() - 1);
    assertEquals(1, snapshot.getSequence());
    assertEquals(0.9, snapshot.getCells().get(0).getImported());
  }

  /** Expected reward of a restart as the first action. */
  private double score() {
    QPolicy policy =
        new QPolicy(new RunbookPrior(null), table(), LearningSettings.newBuilder().build());
    return policy
        .estimates(fleet.newest().get(0), fleet.decisions.get(0).getState())
        .get(Action.RESTART)
        .score();
  }

  private QTable table() {
    Table<PolicyCell> cells = fleet.state.cells();
    return new QTable(cells::get, cells::put, cells::values);
  }

  private static PolicySnapshot restartHeals(double credits) {
    return policy(
        List.of(
            cell(TYPE, -1, Action.RESTART, 0.9, credits),
            cell(TYPE, -1, Action.RETRY_WITH_BACKOFF, 0.1, credits)));
  }

  /** What is known of an action after so many attempts; -1: after any number. */
  static PolicyCell cell(
      ErrorType type, int attempts, Action action, double learned, double credits) {
    DecisionState state =
        new DecisionState(type, StageKind.UNKNOWN, LatencyBucket.UNKNOWN, attempts, Action.UNKNOWN);
    return PolicyCell.newBuilder()
        .setState(state)
        .setAction(action)
        .setScore(learned)
        .setWeight(credits)
        .setLearned(learned)
        .setCredits(credits)
        .build();
  }

  static PolicySnapshot policy(List<PolicyCell> cells) {
    return new PolicySnapshot("simulated", Signals.T0, "q-learner", 0L, 0L, cells);
  }
}
