package dev.prunella.plant.rehearsal;

import dev.prunella.plant.baseline.History;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of a run by stage, and what was heard of them. */
final class Orders implements History {
  private final Map<String, List<Command>> byStage = new HashMap<>();
  private final Map<String, OutcomeStatus> heard = new HashMap<>(); // by command id

  void ordered(Command command) {
    byStage.computeIfAbsent(command.getStage(), stage -> new ArrayList<>()).add(command);
  }

  void heard(Outcome outcome) {
    heard.put(outcome.getCommandId(), outcome.getStatus());
  }

  @Override
  public List<Attempt> attempts(Incident incident) {
    List<Attempt> attempts = new ArrayList<>();
    for (String stage : incident.getStages()) {
      for (Command command : byStage.getOrDefault(stage, List.of())) {
        boolean before = command.getIssuedAt().isBefore(incident.getOpenedAt());
        if (!before && command.getAction() != Action.PAGE_HUMAN) {
          OutcomeStatus status = heard.getOrDefault(command.getId(), OutcomeStatus.UNKNOWN);
          attempts.add(new Attempt(command.getAction(), command.getIssuedAt(), status));
        }
      }
    }
    attempts.sort(Comparator.comparing(Attempt::at)); // stable
    return attempts;
  }
}
