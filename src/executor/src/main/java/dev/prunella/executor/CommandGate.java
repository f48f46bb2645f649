package dev.prunella.executor;

import dev.prunella.guard.AutonomyLevels;
import dev.prunella.guard.Circumstances;
import dev.prunella.guard.Guardrail;
import dev.prunella.guard.Proposal;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a command may be carried out at all, by the settings as they are now: whoever sent it may
 * have known others, or have been somebody else. What is not set is refused. Not thread-safe.
 */
final class CommandGate {

  /** The service of pages, whose target is {@code people:FLEET}. */
  static final String PEOPLE = "people";

  private final SettingsView settings;
  private final Set<String> services;

  /**
   * @param services those that something here can reach
   */
  CommandGate(SettingsView settings, Set<String> services) {
    this.settings = settings;
    this.services = Set.copyOf(services);
  }

  /**
   * The first reason against it, if there is one.
   *
   * @param now the job's clock
   */
  Optional<Refusal> judge(Command command, Instant now) {
    if (!now.isBefore(command.getExpiresAt())) {
      return Optional.of(
          Refusal.expired("it expired at %s, and it is %s".formatted(command.getExpiresAt(), now)));
    }
    return objection(command, now).map(Refusal::rejected);
  }

  private Optional<String> objection(Command command, Instant now) {
    Optional<String> unreadable = settings.unreadablePart(command.getFleet());
    if (unreadable.isPresent()) {
      return no(
          "the settings %s/%s cannot be read; publish them again with ./prunella apply",
          command.getFleet(), unreadable.get());
    }
    FleetRules rules = settings.of(command.getFleet());
    StageSettings stage = rules.graph().stage(command.getStage());
    return place(command, stage)
        .or(() -> allowance(command, rules))
        .or(() -> permission(command, rules, stage, now));
  }

  private Optional<String> place(Command command, StageSettings stage) {
    if (!settings.isSet(command.getFleet())) {
      return no("the settings name no fleet %s", command.getFleet());
    }
    if (command.getAction() == Action.UNKNOWN) {
      return no("its action is none that this executor knows");
    }
    if (command.getAction() == Action.PAGE_HUMAN) {
      String people = PEOPLE + ":" + command.getFleet();
      return command.getTarget().equals(people) && command.getService().equals(PEOPLE)
          ? Optional.empty()
          : no("a page goes to the service people and the target %s", people);
    }
    if (stage == null) {
      return no("the settings name no stage %s", command.getStage());
    }
    if (stage.getTarget().isEmpty() || !stage.getTarget().equals(command.getTarget())) {
      return no(
          "the settings name %s as the target of %s",
          stage.getTarget().isEmpty() ? "nothing" : stage.getTarget(), command.getStage());
    }
    return stage.getService().equals(command.getService())
        ? Optional.empty()
        : no("the settings name '%s' as the service of %s", stage.getService(), command.getStage());
  }

  private Optional<String> allowance(Command command, FleetRules rules) {
    if (!rules.allows(command.getService(), command.getAction())) {
      return no(
          "the settings of %s do not allow executors %s on %s",
          command.getFleet(), command.getAction(), command.getService());
    }
    return services.contains(command.getService())
        ? Optional.empty()
        : no(
            "nothing here reaches the service %s; set connection.executor.webhooks",
            command.getService());
  }

  private static Optional<String> permission(
      Command command, FleetRules rules, StageSettings stage, Instant now) {
    Circumstances circumstances =
        new Circumstances(
            GuardrailSettings.newBuilder().build(),
            rules.freeze(),
            List.of(),
            List.of(),
            List.of());
    Proposal proposal = new Proposal(command.getAction(), null, stage, circumstances, now);
    Verdict contract = Guardrail.STAGE_CONTRACT.judge(proposal);
    if (!contract.getPermitted()) {
      return no("the stage contract: %s", contract.getReason());
    }
    Autonomy level =
        AutonomyLevels.level(
            rules.autonomy(), command.getState().getErrorType(), command.getAction());
    if (level != Autonomy.AUTONOMOUS) {
      return no(
          "%s for %s is at the level %s, not AUTONOMOUS",
          command.getAction(), command.getState().getErrorType(), level);
    }
    Verdict standstill = Guardrail.STANDSTILL.judge(proposal);
    return standstill.getPermitted() ? Optional.empty() : Optional.of(standstill.getReason());
  }

  private static Optional<String> no(String reason, Object... values) {
    return Optional.of(reason.formatted(values));
  }
}
