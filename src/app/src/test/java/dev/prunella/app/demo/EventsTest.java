package dev.prunella.app.demo;

import static dev.prunella.app.demo.Records.command;
import static dev.prunella.app.demo.Records.opened;
import static dev.prunella.app.demo.Records.outcome;
import static dev.prunella.app.demo.Records.recovered;
import static dev.prunella.app.demo.Records.then;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.app.demo.Event.Kind;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OutcomeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {

  private final Events events = new Events();

  private List<Kind> kinds() {
    return events.drain().stream().map(Event::kind).toList();
  }

  @Test
  void shouldTellTheLifeOfAnIncidentInTheOrderOfItsTime() {
    Incident incident = opened("a", 1);
    Command restart = command("1", incident, Action.RESTART, 2);
    events.take(outcome(restart, OutcomeStatus.SUCCEEDED, 3)); // topics are read side by side
    events.take(restart);
    events.take(incident);
    events.take(then(incident, IncidentStatus.ACTING, 2));
    events.take(recovered(then(incident, IncidentStatus.ACTING, 2), 4, 9));

    assertEquals(List.of(Kind.OPENED, Kind.COMMAND, Kind.OUTCOME, Kind.RECOVERED), kinds());
  }

  @Test
  void shouldTellNothingTwice() {
    Incident incident = opened("a", 1);
    events.take(incident);
    kinds();
    events.take(then(incident, IncidentStatus.OPEN, 2));
    events.take(then(incident, IncidentStatus.ESCALATED, 3));
    events.take(then(incident, IncidentStatus.ESCALATED, 4));

    assertEquals(List.of(Kind.ESCALATED), kinds());
  }
}
