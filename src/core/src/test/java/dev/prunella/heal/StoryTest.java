package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.explain.Story;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The story of incidents as the loop really makes them. */
class StoryTest {

  private final Signal failure = failure(Fleet.LOAD, 0, "connection refused");
  private final List<Outcome> outcomes = new ArrayList<>();

  @Test
  void shouldTellAnIncidentFromWhatWasSeenToWhatWasLearned() {
    Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);
    fleet.see(failure).until(30);
    answer(fleet, fleet.commands.get(0), OutcomeStatus.ACCEPTED, 31, "");
    answer(fleet, fleet.commands.get(0), OutcomeStatus.SUCCEEDED, 40, "restarted in 9 s");
    fleet.see(cleared(failure, 330)).until(2000);
    Incident incident = fleet.only();
    String id = incident.getId();
    String command = fleet.commands.get(0).getId();

    assertEquals(
        """
        Incident %s of fleet shop: CONNECTION_LOST at orders/load, RECOVERED
        Opened 2025-06-02 10:00:00 UTC; as of 2025-06-02 10:10:30 UTC (version 6).

        What was seen
          Run of orders/load failed at 2025-06-02 10:00:00 UTC: "connection refused". That ended at
            2025-06-02 10:05:30 UTC.

        Where it began
          At orders/load; it looks like CONNECTION_LOST (confidence 0.8).

        Step 1
          2025-06-02 10:00:30 UTC: CONNECTION_LOST at a stage of unknown kind, no action before.
          ACTION                SCORE  INCIDENTS  CHANCE  GUARDRAILS
          > restart             +0.70  4          1       all 9 permit it
            retry_with_backoff  +0.42  4          0       all 9 permit it
            reroute             +0.25  4          0       no by stage-contract: it touches data, and the
                                                          contract does not say that a loss could be made
                                                          good
            page_human          +0.20  4          0       all 10 permit it
            wait                +0.00  4          0       all 10 permit it
          Chosen: restart.
          Level AUTONOMOUS: sent as command %s to glue:1/eu/orders-load, to be begun by
            2025-06-02 10:02:30 UTC.
          2025-06-02 10:00:31 UTC: executor said ACCEPTED.
          2025-06-02 10:00:40 UTC: executor said SUCCEEDED: "restarted in 9 s".
          2025-06-02 10:10:30 UTC: restart credited: telemetry shows that it recovered.
            reward +0.84 = healed 0.89 - cost 0.05 - lost 0.00 - harm 0.00, after 5 min (worth 0.89 by then)
            LEARNED: restart, at CONNECTION_LOST at a stage of unknown kind, no action before, moves towards
              +0.84

        How it ended
          It recovered: all values have been back since 2025-06-02 10:05:30 UTC. It lasted 10 min.
        """
            .formatted(id, command),
        story(fleet));
  }

  @Test
  void shouldTellWhichGuardrailStoodInTheWayAndThatNothingWasSent() {
    Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.REROUTE).freeze();
    fleet.see(failure).until(30);

    String story = story(fleet).replaceAll("\\s+", " ");
    assertTrue(
        story.contains("no by stage-contract: it touches data, and the contract does not say"),
        story);
    assertTrue(
        story.contains("no by freeze: the fleet is frozen until it is taken back (release)"));
    assertTrue(story.contains("Level AUTONOMOUS: waiting sends nothing."), story);
    assertTrue(
        story.contains("It lasts, for 30 s so far; nothing is due until something changes."),
        story);
  }

  @Test
  void shouldTellWhatWouldHaveBeenSentInShadow() {
    Fleet fleet = Fleet.withLevel(Autonomy.SHADOW, 7).exploring(0);
    fleet.see(failure).until(30);

    String story = story(fleet);
    assertTrue(
        story.contains(
            "Level SHADOW: only logged, nothing was sent (it would have gone to"
                + " glue:1/eu/orders-load)."),
        story);
    assertFalse(story.contains("sent as command"), story);
  }

  @Test
  void shouldTellWhatPeopleCorrected() {
    Fleet fleet = Fleet.autonomous().runbook(ErrorType.CONNECTION_LOST, Action.RESTART);
    fleet.see(failure).until(30);
    answer(fleet, fleet.commands.get(0), OutcomeStatus.SUCCEEDED, 40, "");
    fleet.see(cleared(failure, 330)).until(2000);
    fleet.say(OrderKind.WRONG, fleet.only().getId(), "", null);

    String story = story(fleet);
    assertTrue(story.contains("restart corrected: ada said that it was wrong."), story);
    assertTrue(
        story.replaceAll("\\s+", " ").contains("moves towards -1.00 in place of +0.84"), story);
  }

  @Test
  void shouldTellWhatOthersDidByThemselves() {
    Fleet fleet = Fleet.autonomous();
    fleet.see(failure).until(30);
    outcomes.add(
        Outcome.newBuilder()
            .setFleet("shop")
            .setIncident(fleet.only().getId())
            .setTarget("glue:1/eu/orders-load")
            .setAction(Action.ROLL_BACK)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(at(60))
            .setActor("ada")
            .setDetail("to\n1.2")
            .build());

    assertTrue(
        story(fleet).contains("ada did roll_back on glue:1/eu/orders-load: SUCCEEDED: \"to 1.2\"."),
        story(fleet));
  }

  @Test
  void shouldKeepEveryLineWithinTheWidthWhereWordsPermit() {
    Fleet fleet = Fleet.unset();
    fleet.see(failure).until(3000);

    for (String line : Story.tell(fleet.only(), fleet.log, outcomes, 100)) {
      assertTrue(line.length() <= 100, line);
    }
  }

  private void answer(
      Fleet fleet, Command command, OutcomeStatus status, long second, String detail) {
    fleet.until(second).answer(command, status);
    outcomes.add(
        Outcome.newBuilder()
            .setCommandId(command.getId())
            .setFleet("shop")
            .setIncident(command.getIncident())
            .setTarget(command.getTarget())
            .setAction(command.getAction())
            .setStatus(status)
            .setAt(at(second))
            .setActor("executor")
            .setDetail(detail)
            .build());
  }

  private String story(Fleet fleet) {
    return String.join("\n", Story.tell(fleet.only(), fleet.log, outcomes, 100)) + "\n";
  }
}
