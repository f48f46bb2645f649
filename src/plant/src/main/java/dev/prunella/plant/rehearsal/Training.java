package dev.prunella.plant.rehearsal;

import dev.prunella.heal.FleetState;
import dev.prunella.learn.QTable;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.Learner;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the job's learner learns in simulated worlds, one after the other: a prior for fleets that
 * have seen nothing yet. It is the mean over worlds, so that the last one counts no more than the
 * first, and it tries more than a job would. What is visible of a fault is seen at once, as only
 * decisions are learned. Not thread-safe.
 */
public final class Training {

  /** Seeds of its worlds begin here; whoever measures takes lower ones. */
  public static final long FIRST_SEED = 2_000_000_011L;

  /** Nothing that was learned in one world is forgotten in the next. */
  private static final double MEMORY = 1e9;

  /** Temperature of the softmax: actions whose scores differ by tenths are tried about alike. */
  private static final double EXPLORATION = 0.3;

  private static final Duration WARM_UP = Duration.ofHours(1);

  private final Scenario scenario;
  private final FleetState learned = FleetState.onHeap();
  private long worlds;

  /** For fleets like that of the scenario. */
  public Training(Scenario scenario) {
    this.scenario = scenario.withWarmUp(WARM_UP);
  }

  /** Learns from all that goes wrong in one world more. */
  public void rehearse() {
    long seed = FIRST_SEED + worlds++;
    FleetState blank = FleetState.onHeap();
    FleetState state =
        new FleetState(
            blank.settings(),
            blank.pending(),
            blank.incidents(),
            blank.steps(),
            learned.cells(),
            blank.targets(),
            blank.handsOff(),
            blank.memory());
    Plant plant = new Plant(scenario, seed);
    List<Settings> curious = plant.settings(plant.now()).stream().map(Training::curious).toList();
    new Rehearsal(plant, curious, Detection.PERFECT, new Learner(), state, scenario.period(), seed)
        .advanceTo(scenario.end());
  }

  private static Settings curious(Settings part) {
    if (part.getLearning() == null) {
      return part;
    }
    LearningSettings learning =
        LearningSettings.newBuilder(part.getLearning())
            .setMemory(MEMORY)
            .setExploration(EXPLORATION)
            .build();
    return Settings.newBuilder(part).setLearning(learning).build();
  }

  /** What was learned so far. */
  public PolicySnapshot policy() {
    QTable table = new QTable(learned.cells()::get, learned.cells()::put, learned.cells()::values);
    return snapshot(scenario.fleet(), scenario.end(), table.cells());
  }

  /** What was learned in several trainings: the mean over all credits of each state and action. */
  public static PolicySnapshot merged(List<PolicySnapshot> policies) {
    record Key(DecisionState state, Action action) {}
    Map<Key, PolicyCell> cells = new LinkedHashMap<>();
    Instant newest = Instant.EPOCH;
    for (PolicySnapshot policy : policies) {
      newest = policy.getAt().isAfter(newest) ? policy.getAt() : newest;
      policy
          .getCells()
          .forEach(
              cell ->
                  cells.merge(new Key(cell.getState(), cell.getAction()), cell, Training::both));
    }
    return snapshot("simulated", newest, new ArrayList<>(cells.values()));
  }

  private static PolicyCell both(PolicyCell one, PolicyCell other) {
    double credits = one.getCredits() + other.getCredits();
    double learned =
        (one.getLearned() * one.getCredits() + other.getLearned() * other.getCredits()) / credits;
    return PolicyCell.newBuilder(one)
        .setLearned(learned)
        .setCredits(credits)
        .setScore(learned)
        .setWeight(credits)
        .build();
  }

  private static PolicySnapshot snapshot(String fleet, Instant at, List<PolicyCell> cells) {
    return new PolicySnapshot(fleet, at, "q-learner", 0L, 0L, cells);
  }
}
