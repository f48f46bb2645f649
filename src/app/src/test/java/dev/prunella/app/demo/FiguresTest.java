package dev.prunella.app.demo;

import static dev.prunella.app.demo.Records.command;
import static dev.prunella.app.demo.Records.minute;
import static dev.prunella.app.demo.Records.opened;
import static dev.prunella.app.demo.Records.outcome;
import static dev.prunella.app.demo.Records.recovered;
import static dev.prunella.app.demo.Records.then;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OutcomeStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private final Courses courses = new Courses(minute(10));
  private Faults faults = fault(15, null);

  /** One in the pipeline of every incident here. */
  private static Faults fault(double started, Double recovered) {
    return new Faults(
        List.of(
            new Injection(
                0,
                "worker lost",
                new Visible(ErrorType.TIMEOUT, Set.of()),
                "orders/transform",
                Set.of(),
                false,
                false,
                0,
                minute(started),
                minute(started),
                Optional.of(minute(started)),
                Optional.empty(),
                Action.UNKNOWN,
                "",
                Optional.ofNullable(recovered).map(Records::minute))));
  }

  private Figures figures() {
    return Figures.of(courses, faults, minute(100));
  }

  @Test
  void shouldCountAsHealedWhatRecoveredAfterACommandThatSucceeded() {
    Incident incident = opened("a", 20);
    Command restart = command("1", incident, Action.RESTART, 21);
    courses.take(incident);
    courses.take(restart);
    courses.take(outcome(restart, OutcomeStatus.ACCEPTED, 21));
    courses.take(outcome(restart, OutcomeStatus.SUCCEEDED, 23));
    courses.take(recovered(incident, 24, 29));

    assertEquals(new Figures(1, 0, 1, 0, 1, 240.0), figures());
  }

  @Test
  void shouldNotCountAsHealedWhatRecoveredByItself() {
    Incident incident = opened("a", 20);
    Command restart = command("1", incident, Action.RESTART, 21);
    courses.take(incident);
    courses.take(restart);
    courses.take(outcome(restart, OutcomeStatus.FAILED, 23));
    courses.take(recovered(incident, 24, 29));

    assertEquals(new Figures(1, 0, 0, 0, 1, 240.0), figures());
  }

  @Test
  void shouldNotCountAsHealedWhatPeopleWereCalledFor() {
    Incident incident = opened("a", 20);
    Command restart = command("1", incident, Action.RESTART, 21);
    Command page = command("2", incident, Action.PAGE_HUMAN, 30);
    courses.take(restart);
    courses.take(outcome(restart, OutcomeStatus.SUCCEEDED, 23));
    courses.take(page);
    courses.take(outcome(page, OutcomeStatus.SUCCEEDED, 31));
    courses.take(then(incident, IncidentStatus.ESCALATED, 31));
    courses.take(recovered(then(incident, IncidentStatus.ESCALATED, 31), 80, 85));

    assertEquals(new Figures(1, 0, 0, 1, 2, 3600.0), figures());
  }

  @Test
  void shouldCountWhatHasNotRecoveredUntilTheHorizon() {
    courses.take(opened("a", 20));
    courses.take(opened("b", 90));

    assertEquals(new Figures(2, 0, 0, 0, 0, 45 * 60.0), figures());
  }

  @Test
  void shouldTellFalseAlarmsFromIncidentsThatAFaultExplains() {
    faults = fault(15, 19.5);
    Incident incident = opened("a", 20);
    Command restart = command("1", incident, Action.RESTART, 21);
    courses.take(incident);
    courses.take(restart);
    courses.take(outcome(restart, OutcomeStatus.SUCCEEDED, 23));
    courses.take(recovered(incident, 24, 29));

    assertEquals(new Figures(1, 1, 0, 0, 1, null), figures());
  }

  @Test
  void shouldLeaveOutWhatOpenedBefore() {
    Incident before = opened("before", 9);
    courses.take(before);
    courses.take(command("1", before, Action.RESTART, 9.5));

    assertEquals(new Figures(0, 0, 0, 0, 0, null), figures());
  }

  @Test
  void shouldCountWhatWasDoneForAMergedIncidentForTheOlderOne() {
    Incident older = opened("older", 20);
    Incident younger = opened("younger", 21);
    Command restart = command("1", younger, Action.RESTART, 21);
    courses.take(older);
    courses.take(younger);
    courses.take(restart);
    Incident merged = then(younger, IncidentStatus.CENSORED, 22);
    courses.take(Incident.newBuilder(merged).setMergedInto("older").build());
    courses.take(outcome(restart, OutcomeStatus.SUCCEEDED, 23));
    courses.take(recovered(older, 24, 29));

    assertEquals(new Figures(1, 0, 1, 0, 1, 240.0), figures());
  }

  @Test
  void shouldGoByTheVersionThatWasWrittenLastAsAReplayMayEndWithFewer() {
    Incident incident = opened("a", 20);
    courses.take(incident);
    courses.take(then(then(incident, IncidentStatus.OPEN, 21), IncidentStatus.ACTING, 22));
    courses.take(recovered(incident, 24, 29));

    assertEquals(240.0, figures().mttrSeconds());
  }

  @Test
  void shouldCountACommandThatIsDeliveredTwiceOnce() {
    Incident incident = opened("a", 20);
    courses.take(incident);
    courses.take(command("1", incident, Action.RESTART, 21));
    courses.take(command("1", incident, Action.RESTART, 21));

    assertEquals(1, figures().commands());
  }
}
