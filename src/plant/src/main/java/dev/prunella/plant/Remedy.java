package dev.prunella.plant;

import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.fault.TableChange;
import dev.prunella.plant.world.World;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an action does to a stage, and to the causes of what is wrong with it. */
record Remedy(World world, Probe probe) {

  /** While these go on, the stage is down. */
  private static final Set<Action> TAKES_DOWN =
      EnumSet.of(Action.RESTART, Action.SCALE_UP, Action.ROLL_BACK, Action.REROUTE);

  /** After these, the stage tries again at once. */
  private static final Set<Action> TRIES_AGAIN =
      EnumSet.complementOf(
          EnumSet.of(
              Action.UNKNOWN,
              Action.WAIT,
              Action.THROTTLE,
              Action.SCALE_IN,
              Action.RESCHEDULE,
              Action.PAGE_HUMAN));

  private static final Duration BOOST = Duration.ofMinutes(20);
  private static final Duration THROTTLE = Duration.ofMinutes(15);
  private static final Duration LATER = Duration.ofMinutes(4);

  /** A stage that does not stand an action is down for so long. */
  private static final Duration HARMED = Duration.ofMinutes(10);

  /** Share of what waits that a quarantine takes by mistake where it is no remedy. */
  private static final double MISTAKEN = 0.2;

  private static final String ACTOR = "prunella";

  void begin(Command command, Stage stage, long until) {
    if (TAKES_DOWN.contains(command.getAction())) {
      stage.takeDown(until);
      stage.loseProgress(probe);
    }
  }

  /** Its effect on the stage itself, and on the faults that it reaches there. */
  Effect finish(
      Command command, Attempt attempt, Stage stage, List<ActiveFault> lasting, long now) {
    Action action = command.getAction();
    boolean harmful = stage.spec.harmful().contains(action);
    Effect most = harmful ? Effect.WORSENS : Effect.NOTHING;
    for (ActiveFault fault : lasting) {
      if (fault.isReachedAt(stage, action)) {
        Effect effect = harmful ? Effect.WORSENS : effect(command, attempt, fault);
        if (effect == Effect.HEALS) {
          fault.heal(now, action, command.getId());
        } else if (effect == Effect.WORSENS) {
          fault.worsen();
        }
        most = most == Effect.HEALS ? most : strongest(most, effect);
      }
    }
    change(command, stage, most, now);
    if (harmful) {
      stage.takeDown(now + HARMED.toMillis());
    }
    return most;
  }

  private static Effect strongest(Effect one, Effect other) {
    if (one == Effect.HEALS || other == Effect.HEALS) {
      return Effect.HEALS;
    }
    return one == Effect.WORSENS ? one : other;
  }

  private Effect effect(Command command, Attempt attempt, ActiveFault fault) {
    Action action = command.getAction();
    int regime = fault.course.regime();
    boolean fits = action != Action.APPLY_SCHEMA_REMAP || mapsBack(command, fault);
    if (fits && world.heals(fault.fault, regime, action, attempt.effect())) {
      return Effect.HEALS;
    }
    return world.harms(fault.fault, regime, action, attempt.effect())
        ? Effect.WORSENS
        : Effect.NOTHING;
  }

  /** Whether the remap gives readers every name that they know. */
  private static boolean mapsBack(Command command, ActiveFault fault) {
    return fault.fault.table() != TableChange.RENAMED
        || fault.pipeline.renamedFrom().stream()
            .allMatch(
                name ->
                    command.getOperations().stream()
                        .anyMatch(
                            operation ->
                                operation.getKind() == OperationKind.RENAME_FIELD
                                    && operation.getValue().equals(name)));
  }

  private void change(Command command, Stage stage, Effect effect, long now) {
    Action action = command.getAction();
    switch (action) {
      case SCALE_OUT, SCALE_UP, SCALE_IN -> {
        stage.boost(amount(command), action == Action.SCALE_UP, now + BOOST.toMillis());
        probe.change(stage, ChangeKind.SCALING, "", action.name(), ACTOR);
      }
      case THROTTLE -> {
        stage.throttle(amount(command), now + THROTTLE.toMillis());
        probe.change(stage, ChangeKind.CONFIGURATION, "", "throttled", ACTOR);
      }
      case RESCHEDULE -> stage.postpone(now + LATER.toMillis());
      case ROLL_BACK -> probe.change(stage, ChangeKind.DEPLOY, "", "rolled back", ACTOR);
      case REROUTE -> probe.change(stage, ChangeKind.CONFIGURATION, "", "rerouted", ACTOR);
      case QUARANTINE -> {
        if (stage.kind != StageKind.ORCHESTRATE) {
          stage.quarantine(effect == Effect.HEALS ? 0 : MISTAKEN, now);
        }
      }
      case CANCEL_BLOCKING_QUERY -> stage.loseProgress(probe);
      default -> {
        // to try again, below, is all that it does
      }
    }
    if (TRIES_AGAIN.contains(action)) {
      stage.tryAgain();
    }
  }

  private static double amount(Command command) {
    for (Operation operation : command.getOperations()) {
      if (operation.getKind() == OperationKind.SCALE_BY) {
        return operation.getAmount();
      }
    }
    return 1;
  }
}
