package dev.prunella.plant.rehearsal;

import dev.prunella.plant.Plant;
import dev.prunella.plant.Scenario;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the static runbook makes of the same faults: what a learner has to beat. */
public final class Baseline {
  private static final String RUNBOOK = "runbook";

  private Baseline() {}

  /**
   * The episodes of a scenario in which the runbook decides and nothing is learned.
   *
   * @param settings of the fleet, as the learner has them
   * @param seed of plant and decisions, as the learner has it
   * @param horizon for each fault, from its beginning
   * @param end of the run
   */
  public static List<Episode> underRunbook(
      Scenario scenario, List<Settings> settings, long seed, Duration horizon, Instant end) {
    Plant plant = new Plant(scenario, seed);
    Rehearsal rehearsal =
        new Rehearsal(plant, withLearner(RUNBOOK, settings), scenario.period(), seed);
    rehearsal.advanceTo(end);
    return Episode.of(plant.injections(), rehearsal.incidents(), horizon, end);
  }

  /** The same settings with another learner. */
  static List<Settings> withLearner(String learner, List<Settings> settings) {
    List<Settings> parts = new ArrayList<>(settings);
    parts.replaceAll(part -> part.getLearning() == null ? part : with(learner, part));
    return parts;
  }

  private static Settings with(String learner, Settings part) {
    return Settings.newBuilder(part)
        .setLearning(LearningSettings.newBuilder(part.getLearning()).setLearner(learner).build())
        .build();
  }
}
