package dev.prunella.app.chaos;

import dev.prunella.app.chaos.check.Tape;
import dev.prunella.app.chaos.check.Written;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What still goes on, as far as the topics say.
 *
 * @param incidents that opened before a time and are not over
 * @param commands that have no end
 */
record Unfinished(Set<String> incidents, Set<String> commands) {

  /**
   * @param before what opened later is left out
   */
  static Unfinished in(Tape tape, Instant before) {
    Map<String, Incident> newest = new HashMap<>();
    for (Written<Incident> version : tape.incidents()) {
      newest.put(version.value().getId(), version.value());
    }
    Set<String> incidents = new HashSet<>();
    newest.forEach(
        (id, incident) -> {
          if (incident.getClosedAt() == null && !incident.getOpenedAt().isAfter(before)) {
            incidents.add(id);
          }
        });
    Set<String> commands = new HashSet<>();
    tape.commands().stream().map(Written::value).map(Command::getId).forEach(commands::add);
    for (Written<Outcome> outcome : tape.outcomes()) {
      if (outcome.value().getStatus() != OutcomeStatus.ACCEPTED) {
        commands.remove(outcome.value().getCommandId());
      }
    }
    return new Unfinished(incidents, commands);
  }

  boolean isEmpty() {
    return incidents.isEmpty() && commands.isEmpty();
  }
}
