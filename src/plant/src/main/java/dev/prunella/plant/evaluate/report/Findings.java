package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.BreakEven;
import dev.prunella.plant.evaluate.Confusion;
import dev.prunella.plant.evaluate.Ladder;
import dev.prunella.plant.evaluate.Summary;
import dev.prunella.plant.evaluate.Timeline;
import dev.prunella.plant.evaluate.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a report is made from.
 *
 * @param results of all trials, every policy with the same scenarios and seeds in the same order
 * @param command that made it, for whoever wants to make it again
 */
public record Findings(
    Summary summary,
    List<TrialResult> results,
    Optional<BreakEven> breakEven,
    Optional<Timeline> timeline,
    Optional<Confusion> confusion,
    String command) {

  /** The results of each policy, in the order of {@link Ladder}. */
  Map<String, List<TrialResult>> byPolicy() {
    Map<String, List<TrialResult>> byPolicy = new LinkedHashMap<>();
    results.stream()
        .map(TrialResult::policy)
        .distinct()
        .sorted(Ladder.ORDER)
        .forEach(policy -> byPolicy.put(policy, new ArrayList<>()));
    results.forEach(result -> byPolicy.get(result.policy()).add(result));
    return byPolicy;
  }
}
