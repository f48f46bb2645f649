package dev.prunella.plant.evaluate;

import java.util.List;

/**
 * Where a learner loses to the runbook.
 *
 * @param ambiguities how little symptoms tell, 0 (all) to 1 (nothing), ascending
 * @param qualities shares of the runbook's rules that begin with what is best in the world,
 *     ascending
 * @param ratios time to recover under the learner as a multiple of that under the runbook: a row
 *     for each quality, a column for each ambiguity
 */
public record BreakEven(
    List<Double> ambiguities, List<Double> qualities, List<List<Estimate>> ratios) {}
