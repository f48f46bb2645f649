package dev.prunella.plant.evaluate;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured in one trial.
 *
 * @param scenario its name
 * @param seed of the world
 * @param episodes one for each fault, in the order in which they began
 * @param idle actions that no fault explains: carried out where nothing was broken
 * @param minutes of pipelines under an SLO: one pipeline for one minute is one
 * @param violationMinutes those of them in which the SLO was missed
 * @param incidents that the loop saw, those without a fault among them
 * @param falseAlarms incidents in pipelines where nothing was broken
 * @param guardrailViolations see {@link GuardrailCheck}
 * @param stageSteps steps of simulated stages that it took
 */
public record TrialResult(
    String scenario,
    long seed,
    String policy,
    List<EpisodeResult> episodes,
    List<ActionTaken> idle,
    double minutes,
    double violationMinutes,
    int incidents,
    int falseAlarms,
    int guardrailViolations,
    long stageSteps) {

  /** Every action that was carried out. */
  public Stream<ActionTaken> actions() {
    return Stream.concat(episodes.stream().flatMap(e -> e.actions().stream()), idle.stream());
  }

  /** Share of the minutes under an SLO in which it was missed, 0 to 1. */
  public double violationShare() {
    return minutes > 0 ? violationMinutes / minutes : 0;
  }
}
