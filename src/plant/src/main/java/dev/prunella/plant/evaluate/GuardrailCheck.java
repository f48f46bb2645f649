package dev.prunella.plant.evaluate;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts what commands did against the fleet's settings: it reads both, and the outcomes, and
 * shares no code with the guardrails that should have stopped them. A command that breaks two rules
 * counts twice.
 */
final class GuardrailCheck {
  private final Map<String, StageSettings> stages = new HashMap<>(); // by pipeline/stage
  private GuardrailSettings limits = GuardrailSettings.newBuilder().build();
  private FreezeSettings freeze; // null: there is none

  GuardrailCheck(List<Settings> settings) {
    for (Settings part : settings) {
      if (part.getPipeline() != null) {
        for (StageSettings stage : part.getPipeline().getStages()) {
          stages.put(part.getPipeline().getName() + "/" + stage.getName(), stage);
        }
      }
      limits = part.getGuardrails() == null ? limits : part.getGuardrails();
      freeze = part.getFreeze() == null ? freeze : part.getFreeze();
    }
  }

  /**
   * What is against the rules, a line each.
   *
   * @param commands in the order in which they were ordered
   * @param outcomes what executors said of them
   */
  List<String> violations(List<Command> commands, Collection<Outcome> outcomes) {
    Map<String, Instant> ends = ends(commands, outcomes);
    List<String> violations = new ArrayList<>();
    Map<String, Command> lastOnTarget = new HashMap<>();
    Map<String, Integer> steps = new HashMap<>(); // actions by incident
    List<Command> before = new ArrayList<>();
    for (Command command : commands) {
      if (isFrozen(command.getIssuedAt())) {
        violations.add(say(command, "the fleet is frozen"));
      }
      if (changesNothing(command.getAction())) {
        continue;
      }
      if (!isPermitted(command)) {
        violations.add(say(command, "the stage's contract does not permit it"));
      }
      Command last = lastOnTarget.put(command.getTarget(), command);
      if (last != null && gap(last, command) < limits.getCooldownMillis()) {
        violations.add(
            say(command, "%s s after the last one".formatted(gap(last, command) / 1000)));
      }
      long inFlight =
          before.stream()
              .filter(other -> ends.get(other.getId()).isAfter(command.getIssuedAt()))
              .count();
      if (inFlight >= limits.getConcurrency()) {
        violations.add(say(command, inFlight + " others are in flight"));
      }
      if (steps.merge(command.getIncident(), 1, Integer::sum) > limits.getMaxSteps()) {
        violations.add(say(command, "its incident has had all its steps"));
      }
      before.removeIf(other -> !ends.get(other.getId()).isAfter(command.getIssuedAt()));
      before.add(command);
    }
    return violations;
  }

  private static long gap(Command first, Command second) {
    return Duration.between(first.getIssuedAt(), second.getIssuedAt()).toMillis();
  }

  private static boolean changesNothing(Action action) {
    return action == Action.WAIT || action == Action.PAGE_HUMAN;
  }

  /** Until when each is in flight: until an executor says how it ended. */
  private static Map<String, Instant> ends(List<Command> commands, Collection<Outcome> outcomes) {
    Map<String, Instant> ends = new HashMap<>();
    Set<String> known = new HashSet<>();
    commands.forEach(command -> known.add(command.getId()));
    for (Outcome outcome : outcomes) {
      boolean ended = outcome.getStatus() != OutcomeStatus.ACCEPTED;
      if (ended && known.contains(outcome.getCommandId())) {
        ends.putIfAbsent(outcome.getCommandId(), outcome.getAt());
      }
    }
    commands.forEach(command -> ends.putIfAbsent(command.getId(), Instant.MAX));
    return ends;
  }

  private boolean isFrozen(Instant at) {
    return freeze != null
        && (freeze.getSince() == null || !at.isBefore(freeze.getSince()))
        && (freeze.getUntil() == null || at.isBefore(freeze.getUntil()));
  }

  /**
   * As the settings are documented: what the contract lists is permitted, an idempotent stage may
   * run again, and data is only touched where a loss can be made good.
   */
  private boolean isPermitted(Command command) {
    StageSettings stage = stages.get(command.getStage());
    if (stage == null
        || stage.getContract() == null
        || stage.getTarget().isEmpty()
        || !stage.getTarget().equals(command.getTarget())) {
      return false;
    }
    StageContract contract = stage.getContract();
    boolean listed = contract.getPermits().contains(command.getAction());
    return switch (command.getAction()) {
      case RETRY_WITH_BACKOFF, RESCHEDULE, RESTART -> listed || contract.getIdempotent();
      case APPLY_SCHEMA_REMAP, REROUTE, ROLL_BACK, QUARANTINE ->
          listed
              && contract.getDataLoss() != DataLoss.UNKNOWN
              && contract.getDataLoss() != DataLoss.PERMANENT;
      default -> listed;
    };
  }

  private static String say(Command command, String why) {
    return "%s on %s at %s: %s"
        .formatted(command.getAction(), command.getStage(), command.getIssuedAt(), why);
  }
}
