package dev.prunella.plant.evaluate;

import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The trials behind a {@link BreakEven}: a scenario with symptoms that tell more or less, under
 * runbooks that know more or less, and under the learner that begins with each of them. With
 * perfect detection, so that nothing but the decisions differs.
 */
public final class BreakEvenGrid {
  private static final List<Double> AMBIGUITIES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
  private static final List<Double> QUALITIES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
  private static final int SEEDS = 3;

  /** So long at least, that a learner has something to learn from. */
  private static final Duration LENGTH = Duration.ofDays(6);

  private BreakEvenGrid() {}

  /** Of the scenario that is called steady if there is one, else of the first one. */
  public static List<Trial> trials(List<Scenario> scenarios) {
    Scenario scenario =
        scenarios.stream()
            .filter(one -> one.name().equals("steady"))
            .findFirst()
            .orElse(scenarios.get(0));
    List<Trial> trials = new ArrayList<>();
    for (double ambiguity : AMBIGUITIES) {
      Scenario variant = variant(scenario, ambiguity);
      for (double quality : QUALITIES) {
        for (String policy : List.of(Ladder.RUNBOOK, Ladder.LEARNER)) {
          for (long seed = 1; seed <= SEEDS; seed++) {
            trials.add(new Trial(variant, seed, policy + Contestants.OF_QUALITY + quality, true));
          }
        }
      }
    }
    return trials;
  }

  private static Scenario variant(Scenario scenario, double ambiguity) {
    Duration length = scenario.length();
    return scenario
        .withLength(length.compareTo(LENGTH) < 0 ? LENGTH : length)
        .withName(scenario.name() + "-ambiguity-" + Math.round(100 * ambiguity))
        .withWorld(scenario.world().withAmbiguity(Range.of(ambiguity)));
  }

  /** What they came to. */
  public static BreakEven of(List<TrialResult> results) {
    int each = 2 * SEEDS;
    List<List<Estimate>> rows = new ArrayList<>();
    for (int quality = 0; quality < QUALITIES.size(); quality++) {
      List<Estimate> row = new ArrayList<>();
      for (int ambiguity = 0; ambiguity < AMBIGUITIES.size(); ambiguity++) {
        int from = (ambiguity * QUALITIES.size() + quality) * each;
        Metrics metrics = Metrics.of(results.subList(from, from + each));
        List<String> policies = metrics.policies();
        row.add(metrics.ratio(policies.get(1), policies.get(0), Metric.MTTR_SECONDS));
      }
      rows.add(row);
    }
    return new BreakEven(AMBIGUITIES, QUALITIES, rows);
  }
}
