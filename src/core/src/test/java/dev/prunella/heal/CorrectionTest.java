package dev.prunella.heal;

import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people say of a decision, in the place of what telemetry showed. */
class CorrectionTest {
  private final Signal failure = failure(Fleet.LOAD, 0, "connection refused");
  private final Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);

  @Test
  void shouldLearnFromAPersonWhoSaysThatADecisionWasWrong() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.see(cleared(failure, 330)).until(2000);
    double before = score();

    fleet.say(OrderKind.WRONG, fleet.only().getId(), "", null);
    Decision corrected = fleet.credits.get(1);
    assertEquals(DecisionKind.CORRECTED, corrected.getKind());
    assertEquals(-1, corrected.getCredit().getTarget());
    assertEquals(fleet.credits.get(0).getCredit().getTarget(), corrected.getCredit().getReplaces());
    assertEquals(fleet.decisions.get(0).getSequence(), corrected.getCredit().getDecided());
    assertTrue(score() < before);
    assertEquals(-1, learned(), 1e-12, "as if it had been learned in the first place");
  }

  @Test
  void shouldLearnInShadowFromAPersonWhoSaysThatItWouldHaveBeenWrong() {
    Fleet shadow = Fleet.withLevel(Autonomy.SHADOW, 7).exploring(0).see(failure).until(60);

    shadow.say(OrderKind.WRONG, shadow.only().getId(), "", null).until(61);
    shadow.see(cleared(failure, 90)).until(2000);
    assertEquals(
        List.of(DecisionKind.CORRECTED), shadow.credits.stream().map(Decision::getKind).toList());
    assertFalse(shadow.state.cells().values().isEmpty());
  }

  @Test
  void shouldLearnFromAFalseAlarmThatWaitingWasRight() {
    fleet.see(failure).until(30);
    succeed(0);
    fleet.say(OrderKind.FALSE_ALARM, fleet.only().getId(), "", null).until(60);

    assertEquals(IncidentStatus.CENSORED, fleet.only().getStatus());
    Decision waits = fleet.credits.get(fleet.credits.size() - 1);
    assertEquals(Action.WAIT, waits.getChosen());
    assertEquals(1, waits.getCredit().getTarget());
    assertEquals(fleet.decisions.get(0).getSequence(), waits.getCredit().getDecided());
  }

  @Test
  void shouldLearnFromAFalseAlarmOnceHoweverOftenItIsSaid() {
    fleet.see(failure).until(30);
    succeed(0);
    String incident = fleet.only().getId();
    fleet.say(OrderKind.FALSE_ALARM, incident, "", null);
    int entries = fleet.log.size();

    fleet.say(OrderKind.FALSE_ALARM, incident, "", null);
    assertEquals(entries, fleet.log.size());
  }

  @Test
  void shouldPutWhatAPersonSaysOfWaitingInThePlaceOfWhatWasLearnedOfIt() {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.WAIT).see(failure, cleared(failure, 90));
    fleet.until(2000);
    fleet.say(OrderKind.FALSE_ALARM, fleet.only().getId(), "", null);

    Credit corrected = fleet.credits.get(1).getCredit();
    assertEquals(2, fleet.credits.size());
    assertEquals(fleet.credits.get(0).getCredit().getTarget(), corrected.getReplaces());
    assertEquals(1, learned(), 1e-12);
  }

  private void succeed(int command) {
    fleet.answer(fleet.commands.get(command), OutcomeStatus.ACCEPTED);
    fleet.answer(fleet.commands.get(command), OutcomeStatus.SUCCEEDED);
  }

  private double score() {
    return fleet.snapshots.get(fleet.snapshots.size() - 1).getCells().get(0).getScore();
  }

  private double learned() {
    return fleet.snapshots.get(fleet.snapshots.size() - 1).getCells().get(0).getLearned();
  }
}
