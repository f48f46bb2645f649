package dev.prunella.app.demo;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One incident, and all that was done about it. Not thread-safe. */
final class Course {

  private final List<Command> commands = new ArrayList<>();
  private Incident incident;
  private final Map<String, Outcome> outcomes = new HashMap<>(); // the newest of each command
  private boolean paged;
  private Instant succeededAt;

  /** Its newest version; null until one is seen, as topics are read side by side. */
  Incident incident() {
    return incident;
  }

  /** The version that was written last holds, whatever its number. */
  void take(Incident version) {
    incident = version;
    paged |= version.getStatus() == IncidentStatus.ESCALATED;
  }

  void take(Command command) {
    commands.add(command);
    paged |= command.getAction() == Action.PAGE_HUMAN;
  }

  void take(Outcome news) {
    outcomes.put(news.getCommandId(), news);
    boolean remedy = news.getAction() != Action.PAGE_HUMAN;
    if (remedy && news.getStatus() == OutcomeStatus.SUCCEEDED && succeededAt == null) {
      succeededAt = news.getAt();
    }
  }

  /** The younger one goes on in this one. */
  void absorb(Course younger) {
    commands.addAll(younger.commands);
    commands.sort(Comparator.comparing(Command::getIssuedAt));
    outcomes.putAll(younger.outcomes);
    paged |= younger.paged;
    if (succeededAt == null) {
      succeededAt = younger.succeededAt;
    }
  }

  /** The orders for it, oldest first. */
  List<Command> commands() {
    return commands;
  }

  /** What was said last of an order. */
  Optional<Outcome> outcomeOf(Command command) {
    return Optional.ofNullable(outcomes.get(command.getId()));
  }

  /** People were called for it. */
  boolean isEscalated() {
    return paged;
  }

  boolean isRecovered() {
    return incident.getStatus() == IncidentStatus.RECOVERED;
  }

  /**
   * It recovered after a command that succeeded and was more than a page, and without people: what
   * they repaired is theirs.
   */
  boolean isHealed() {
    return isRecovered()
        && !paged
        && succeededAt != null
        && !succeededAt.isAfter(incident.getClosedAt());
  }
}
