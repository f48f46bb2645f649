package dev.prunella.app.demo;

import dev.prunella.plant.Plant;
import dev.prunella.plant.rehearsal.LearnerSettings;
import dev.prunella.plant.rehearsal.Rehearsal;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The same plant, past and faults under the static runbook: the loop's own code in one thread,
 * without Kafka and Flink, and with a policy that learns nothing.
 */
final class Baseline {

  /** As often the rehearsal can act; the real loop is not faster. */
  private static final Duration STEP = Duration.ofSeconds(10);

  private Baseline() {}

  /**
   * @param horizon end of the live phase, in simulated time
   */
  static Figures run(Script script, Instant horizon) {
    List<Settings> runbook = LearnerSettings.with("runbook", script.settings());
    Plant plant = new Plant(script.scenario(), script.seed());
    Rehearsal rehearsal = new Rehearsal(plant, runbook, STEP, script.seed());
    rehearsal.advanceTo(horizon);
    Courses courses = new Courses(script.live());
    rehearsal.incidents().forEach(courses::take);
    rehearsal.commands().forEach(courses::take);
    rehearsal.outcomes().forEach(courses::take);
    return Figures.of(courses, new Faults(plant.injections()), horizon);
  }
}
