package dev.prunella.plant.evaluate;

import dev.prunella.plant.scenario.Scenario;

/**
 * One run: a scenario under a policy with a seed. All that comes of it is a function of it.
 *
 * @param policy by name, as {@code --policies} knows it
 * @param perfectDetection whether what is visible is seen at once and without noise, instead of
 *     being detected in the telemetry
 */
public record Trial(Scenario scenario, long seed, String policy, boolean perfectDetection) {

  @Override
  public String toString() {
    return "%s, seed %s, %s".formatted(scenario.name(), seed, policy);
  }
}
