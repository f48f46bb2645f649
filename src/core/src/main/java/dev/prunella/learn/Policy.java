package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps a state to a score for each action, and scores to probabilities. For now the scores are
 * those of the runbook alone; nothing is learned yet.
 *
 * <p>Actions are drawn by a softmax over the scores (Boltzmann exploration: Sutton and Barto,
 * Reinforcement Learning, 2nd ed. 2018, eq. 2.11), so that every permitted action keeps a known,
 * positive probability.
 */
public final class Policy {

  public static final String LEARNER = "runbook-prior";

  /** Of the softmax: at 0.1 an action that scores 0.25 less is drawn about a twelfth as often. */
  private static final double TEMPERATURE = 0.1;

  private final RunbookPrior prior;

  public Policy(RunbookPrior prior) {
    this.prior = prior;
  }

  /**
   * @param score expected reward, -1 to 1
   * @param weight incidents behind it, 0 or more
   */
  public record Estimate(double score, double weight) {}

  /** Every action that may be meant in the state, best first. */
  public Map<Action, Estimate> estimates(DecisionState state) {
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    prior
        .scores(state.getErrorType())
        .forEach(
            (action, score) -> estimates.put(action, new Estimate(score, RunbookPrior.WEIGHT)));
    return estimates;
  }

  /**
   * The probability of each action that is permitted; they add up to 1.
   *
   * @param permitted not empty
   */
  public Map<Action, Double> probabilities(Map<Action, Estimate> permitted) {
    double best = permitted.values().stream().mapToDouble(Estimate::score).max().orElseThrow();
    Map<Action, Double> probabilities = new LinkedHashMap<>();
    double sum = 0;
    for (Map.Entry<Action, Estimate> entry : permitted.entrySet()) {
      double p = Math.exp((entry.getValue().score() - best) / TEMPERATURE);
      probabilities.put(entry.getKey(), p);
      sum += p;
    }
    double total = sum;
    probabilities.replaceAll((action, p) -> p / total);
    return probabilities;
  }

  /**
   * The action whose slice of [0, 1) the draw falls into, slices in the order of the map.
   *
   * @param probabilities not empty; they add up to 1
   * @param draw in [0, 1)
   */
  public Action pick(Map<Action, Double> probabilities, double draw) {
    double edge = 0;
    Action action = null;
    for (Map.Entry<Action, Double> slice : probabilities.entrySet()) {
      action = slice.getKey();
      edge += slice.getValue();
      if (draw < edge) {
        break;
      }
    }
    return action; // the last one where rounding leaves the slices a little short of 1
  }

  /** All that the policy holds, for a snapshot. */
  public List<PolicyCell> cells() {
    List<PolicyCell> cells = new ArrayList<>();
    for (ErrorType type : ErrorType.values()) {
      DecisionState state =
          new DecisionState(type, StageKind.UNKNOWN, LatencyBucket.UNKNOWN, 0, Action.UNKNOWN);
      estimates(state)
          .forEach(
              (action, e) ->
                  cells.add(new PolicyCell(state, action, e.score(), e.weight(), 0.0, 0.0)));
    }
    return cells;
  }
}
