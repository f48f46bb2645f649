package dev.prunella.plant;

import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** What an action does to a stage, and to the causes of what is wrong with it. */
record Remedy(World world, String fleet, Output out) {

  /** While these go on, the stage is down. */
  private static final Set<Action> TAKES_DOWN =
      EnumSet.of(Action.RESTART, Action.SCALE_UP, Action.ROLL_BACK);

  private static final Duration BOOST = Duration.ofMinutes(20);
  private static final Duration THROTTLE = Duration.ofMinutes(15);
  private static final String ACTOR = "prunella";

  void begin(Command command, Pipeline pipeline, Stage stage, Instant at, Instant until) {
    if (TAKES_DOWN.contains(command.getAction())) {
      stage.takeDown(until.toEpochMilli());
      stage.loseProgress(pipeline.probe(fleet, stage, at, out));
    }
  }

  /** Its effect on the stage itself, and on the faults that it reaches there. */
  Effect finish(Command command, Pipeline pipeline, Stage stage, Instant at) {
    change(command, pipeline, stage, at);
    Effect most = Effect.NOTHING;
    for (ActiveFault fault : pipeline.lasting()) {
      if (fault.fault.healedAt().contains(stage.kind)) {
        Effect effect = effect(command, pipeline, fault);
        if (effect == Effect.HEALS) {
          fault.heal(at, command.getAction(), command.getId());
        } else if (effect == Effect.WORSENS) {
          fault.worsen();
        }
        most = most == Effect.HEALS ? most : effect;
      }
    }
    return most;
  }

  private Effect effect(Command command, Pipeline pipeline, ActiveFault fault) {
    Effect effect = fault.cause.of(command.getAction());
    if (effect != Effect.HEALS) {
      return effect;
    }
    boolean fits = command.getAction() != Action.APPLY_SCHEMA_REMAP || mapsBack(command, pipeline);
    return fits && world.heals(fault.fault, fault.cause, command) ? Effect.HEALS : Effect.NOTHING;
  }

  /** Whether the remap gives readers every name that they know. */
  private static boolean mapsBack(Command command, Pipeline pipeline) {
    return pipeline.renamedFrom().stream()
        .allMatch(
            name ->
                command.getOperations().stream()
                    .anyMatch(
                        operation ->
                            operation.getKind() == OperationKind.RENAME_FIELD
                                && operation.getValue().equals(name)));
  }

  private void change(Command command, Pipeline pipeline, Stage stage, Instant at) {
    Probe probe = pipeline.probe(fleet, stage, at, out);
    switch (command.getAction()) {
      case RETRY_WITH_BACKOFF, RESCHEDULE, RESTART -> stage.tryAgain();
      case SCALE_OUT, SCALE_UP, SCALE_IN -> {
        stage.boost(amount(command), at.plus(BOOST).toEpochMilli());
        stage.tryAgain();
        probe.change(ChangeKind.SCALING, command.getAction().name(), ACTOR);
      }
      case THROTTLE -> {
        stage.throttle(amount(command), at.plus(THROTTLE).toEpochMilli());
        probe.change(ChangeKind.CONFIGURATION, "throttled", ACTOR);
      }
      case ROLL_BACK -> {
        stage.tryAgain();
        probe.change(ChangeKind.DEPLOY, "rolled back", ACTOR);
      }
      case QUARANTINE -> {
        if (stage instanceof BatchStage batch) {
          batch.quarantine();
        }
        stage.tryAgain();
      }
      default -> stage.tryAgain();
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
