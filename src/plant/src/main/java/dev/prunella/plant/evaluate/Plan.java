package dev.prunella.plant.evaluate;

import dev.prunella.plant.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which trials an evaluation is made of: every policy meets every scenario with the same seeds.
 *
 * @param scenarios not empty, each name once
 * @param seeds how many for each scenario, 1 or more; empty: those that the scenario names
 * @param policies by name, not empty
 * @param perfectDetection see {@link Trial}
 */
public record Plan(
    List<Scenario> scenarios, OptionalInt seeds, List<String> policies, boolean perfectDetection) {

  /** The trials of one world are together, so that they can share its warm-up. */
  public List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      for (long seed : seedsOf(scenario)) {
        for (String policy : policies) {
          trials.add(new Trial(scenario, seed, policy, perfectDetection));
        }
      }
    }
    return trials;
  }

  /** Those that it names first, then the smallest numbers that it does not name. */
  private List<Long> seedsOf(Scenario scenario) {
    if (seeds.isEmpty()) {
      return scenario.seeds();
    }
    List<Long> all = new ArrayList<>(scenario.seeds());
    for (long next = 1; all.size() < seeds.getAsInt(); next++) {
      if (!all.contains(next)) {
        all.add(next);
      }
    }
    return all.subList(0, seeds.getAsInt());
  }
}
