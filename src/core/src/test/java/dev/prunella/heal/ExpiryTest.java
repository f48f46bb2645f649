package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a fleet's state must not hold for ever. */
class ExpiryTest {
  private static final long DAY = 86_400;

  private final Signal failure = failure(Fleet.LOAD, 0, "connection refused");
  private final Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);

  @Test
  void shouldForgetAHealedIncidentAfterAWeekButNotWhatItTaught() {
    heal();
    assertEquals(1, fleet.state.steps().values().size(), "people may still correct it");

    fleet.until(7 * DAY);
    assertEquals(1, fleet.state.steps().values().size());
    assertEquals(1, fleet.state.targets().values().size());
    fleet.until(7 * DAY + 1000);

    assertEquals(0, fleet.state.steps().values().size());
    assertEquals(0, fleet.state.targets().values().size());
    assertFalse(fleet.state.cells().values().isEmpty());
    assertEquals(Instant.MAX, fleet.wakeAt());
  }

  @Test
  void shouldKnowATargetForAsLongAsItCoolsDown() {
    fleet.limits(Fleet.limits().setCooldownMillis(Duration.ofDays(10).toMillis()).build());
    heal();

    fleet.until(9 * DAY);
    assertEquals(1, fleet.state.targets().values().size());
    fleet.until(11 * DAY);
    assertEquals(0, fleet.state.targets().values().size());
  }

  @Test
  void shouldKeepTheStepOfAnIncidentThatLastsLonger() {
    fleet.runbook(ErrorType.CONNECTION_LOST, Action.PAGE_HUMAN).see(failure).until(60);

    fleet.until(10 * DAY);
    assertEquals(1, fleet.state.steps().values().size());
    fleet.until(30 * DAY);

    assertEquals(0, fleet.state.incidents().values().size());
    assertEquals(0, fleet.state.steps().values().size());
  }

  @Test
  void shouldForgetAnIncidentThatPeopleHaveDismissed() {
    fleet.see(failure).until(30);
    fleet.say(OrderKind.FALSE_ALARM, fleet.only().getId(), "", null).until(60);
    fleet.see(cleared(failure, 10 * DAY)).until(10 * DAY + 1);

    assertEquals(0, fleet.state.incidents().values().size());
    assertEquals(0, fleet.state.steps().values().size());
  }

  @Test
  void shouldForgetThatPeopleAskedForHandsOffOnceThatIsOver() {
    fleet.say(OrderKind.HANDS_OFF, "", Fleet.LOAD, 7200L);
    fleet.say(OrderKind.HANDS_OFF, "", Fleet.BILLING, 3600L);
    assertEquals(at(3600), fleet.wakeAt());

    fleet.until(3600);
    assertEquals(1, fleet.state.handsOff().values().size());
    fleet.until(7200);

    assertEquals(0, fleet.state.handsOff().values().size());
    assertEquals(Instant.MAX, fleet.wakeAt());
  }

  private void heal() {
    fleet.see(failure).until(30);
    Command command = fleet.commands.get(0);
    fleet.answer(command, OutcomeStatus.ACCEPTED).answer(command, OutcomeStatus.SUCCEEDED);
    fleet.see(cleared(failure, 330)).until(2000);
  }
}
