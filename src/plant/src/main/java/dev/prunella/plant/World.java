package dev.prunella.plant;

import dev.prunella.plant.fault.Cause;
import dev.prunella.plant.fault.Fault;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What holds in one simulated fleet and nobody in it knows: how often which cause is behind a
 * fault, how surely and how fast actions work. Drawn by seed, so that a policy must learn each
 * world.
 *
 * <p>Durations are orders of magnitude from the services' own documentation: a Glue or DMS restart
 * takes minutes, an elastic resize of Redshift 4 to 8, a DMS instance change 5 to 10 (shortened
 * here, as nothing else happens in them), a call about a pool or a query seconds. What people need
 * is what on-call surveys report as the usual size: half an hour, with a long tail; somewhat less
 * than two hours until those who miss the data make themselves heard. How sure a fitting remedy is
 * (85 to 100 %) and how often a call fails (2 %) are assumptions.
 */
final class World {
  private static final double FAILED_CALLS = 0.02;
  private static final double REPAIR_MINUTES = 35; // median
  private static final double REPAIR_SPREAD = 0.35; // of the logarithm
  private static final double FIND_MINUTES = 110; // median
  private static final double FIND_SPREAD = 0.15; // of the logarithm

  private static final Map<Action, Integer> SECONDS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Action.RETRY_WITH_BACKOFF, 20),
              Map.entry(Action.APPLY_SCHEMA_REMAP, 90),
              Map.entry(Action.REROUTE, 120),
              Map.entry(Action.SCALE_OUT, 150),
              Map.entry(Action.SCALE_UP, 240),
              Map.entry(Action.SCALE_IN, 60),
              Map.entry(Action.THROTTLE, 20),
              Map.entry(Action.RESCHEDULE, 30),
              Map.entry(Action.RESTART, 120),
              Map.entry(Action.ROLL_BACK, 180),
              Map.entry(Action.QUARANTINE, 60),
              Map.entry(Action.CANCEL_BLOCKING_QUERY, 15)));

  /** Share of an incident's worth that an action costs: money, work of people, work done twice. */
  private static final Map<Action, Double> COSTS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Action.RETRY_WITH_BACKOFF, 0.02),
              Map.entry(Action.SCALE_OUT, 0.1),
              Map.entry(Action.SCALE_UP, 0.15),
              Map.entry(Action.THROTTLE, 0.1),
              Map.entry(Action.RESTART, 0.05),
              Map.entry(Action.ROLL_BACK, 0.1),
              Map.entry(Action.QUARANTINE, 0.1),
              Map.entry(Action.PAGE_HUMAN, 0.5)));

  private final Chance chance;

  World(Chance chance) {
    this.chance = chance;
  }

  /** What is behind a fault: in each world some causes are common and others rare. */
  Cause cause(Fault fault, int number) {
    var weights = chance.stream("causes", fault.name());
    List<Double> edges = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < fault.causes().size(); i++) {
      sum += weights.nextExponential(); // normalised: uniform over all mixes (Dirichlet of ones)
      edges.add(sum);
    }
    double draw = sum * chance.stream("cause", number).nextDouble();
    int i = 0;
    while (i < edges.size() - 1 && draw >= edges.get(i)) {
      i++;
    }
    return fault.causes().get(i);
  }

  /** How long a fault lasts that passes by itself. */
  Duration passesAfter(Cause cause, int number) {
    double share = 0.3 + 0.7 * chance.stream("passes", number).nextDouble();
    return Duration.ofSeconds((long) (share * cause.passesAfter().toSeconds()));
  }

  /** Whether this use of a fitting remedy heals. */
  boolean heals(Fault fault, Cause cause, Command command) {
    Action action = command.getAction();
    double surely =
        0.85
            + 0.15
                * chance.stream("surely", fault.name(), cause.name(), action.name()).nextDouble();
    return chance.stream("heals", command.getId()).nextDouble() < surely;
  }

  /** Whether the call itself fails, so that nothing is done. */
  boolean callFails(Command command) {
    return chance.stream("call", command.getId()).nextDouble() < FAILED_CALLS;
  }

  /** How long the action takes until it has its effect. */
  Duration duration(Command command) {
    Action action = command.getAction();
    double pace = 0.7 + 0.6 * chance.stream("pace", action.name()).nextDouble();
    double use = 0.8 + 0.4 * chance.stream("use", command.getId()).nextDouble();
    double wait = 0;
    for (Operation operation : command.getOperations()) {
      wait += operation.getKind() == OperationKind.RETRY_AFTER ? operation.getAmount() : 0;
    }
    double seconds = SECONDS.getOrDefault(action, 5) * pace * use + wait;
    return Duration.ofMillis((long) (1000 * seconds));
  }

  double cost(Action action) {
    return COSTS.getOrDefault(action, 0.02);
  }

  /** How long people need once they were called: log-normal. */
  Duration repair(String commandId) {
    return minutes(REPAIR_MINUTES, REPAIR_SPREAD, chance.stream("repair", commandId));
  }

  /** After how long a fault is found and repaired by people whom nobody called: log-normal. */
  Duration found(int number) {
    return minutes(FIND_MINUTES, FIND_SPREAD, chance.stream("found", number));
  }

  private static Duration minutes(double median, double spread, RandomGenerator random) {
    double z = Math.max(-2, Math.min(2, random.nextGaussian()));
    return Duration.ofSeconds((long) (60 * median * Math.exp(spread * z)));
  }
}
