package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PolicyCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps a state to a score for each action, and scores to probabilities. A score starts from the
 * runbook and moves with what was learned: first with all that was learned of the error type, then
 * with what was learned of the very state, each weighed by the credits behind it (shrinkage towards
 * the coarser level; Gelman and Hill, Data Analysis Using Regression and Multilevel/Hierarchical
 * Models, 2007, eq. 12.1).
 *
 * <p>Remedies are drawn by a softmax over the scores (Boltzmann exploration: Sutton and Barto,
 * Reinforcement Learning, 2nd ed. 2018, eq. 2.11), so that every permitted one keeps a known,
 * positive probability. People are never paged to try something out: a page is drawn only where no
 * permitted action scores better.
 */
public final class Policy {

  /** Credits that the error type's score counts as in each of its states. */
  private static final double COARSE_WEIGHT = 2;

  private final RunbookPrior prior;
  private final QTable table;
  private final LearningSettings learning;

  /**
   * @param table what was learned
   * @param learning with the learner {@code runbook} neither the table nor a draw counts
   */
  public Policy(RunbookPrior prior, QTable table, LearningSettings learning) {
    this.prior = prior;
    this.table = table;
    this.learning = learning;
  }

  /**
   * @param score expected reward, -1 to 1
   * @param weight incidents behind it, 0 or more
   */
  public record Estimate(double score, double weight) {

    /** With so many credits of that mean in it. Their sum is one term: equal inputs, equal bits. */
    Estimate with(double mean, double credits) {
      double sum = weight + credits;
      return new Estimate(score + (mean - score) * credits / sum, sum);
    }
  }

  /** Name of the learner, as the settings know it. */
  public String learner() {
    return learning.getLearner();
  }

  private boolean learns() {
    return !learning.getLearner().equals("runbook");
  }

  /** Every action that may be meant in the state, best first. */
  public Map<Action, Estimate> estimates(DecisionState state) {
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    prior
        .scores(state.getErrorType(), state.getLastAction(), learns())
        .forEach((action, score) -> estimates.put(action, estimate(state, action, score)));
    Map<Action, Estimate> bestFirst = new LinkedHashMap<>();
    estimates.entrySet().stream()
        .sorted((a, b) -> Double.compare(b.getValue().score(), a.getValue().score()))
        .forEach(entry -> bestFirst.put(entry.getKey(), entry.getValue()));
    return bestFirst;
  }

  private Estimate estimate(DecisionState state, Action action, double priorScore) {
    Estimate estimate = new Estimate(priorScore, RunbookPrior.WEIGHT);
    PolicyCell coarse = learns() ? table.coarse(state, action) : null;
    if (coarse == null) {
      return estimate;
    }
    estimate = estimate.with(coarse.getLearned(), coarse.getCredits());
    PolicyCell fine = table.fine(state, action);
    return fine == null
        ? estimate
        : new Estimate(estimate.score(), COARSE_WEIGHT).with(fine.getLearned(), fine.getCredits());
  }

  /**
   * The best score among actions in a state.
   *
   * @return 0 if none of the actions may be meant
   */
  public double best(DecisionState state, Collection<Action> actions) {
    return estimates(state).entrySet().stream()
        .filter(entry -> actions.contains(entry.getKey()))
        .mapToDouble(entry -> entry.getValue().score())
        .findFirst()
        .orElse(0);
  }

  /**
   * The probability of each action that is permitted; they add up to 1.
   *
   * @param permitted not empty, best first
   */
  public Map<Action, Double> probabilities(Map<Action, Estimate> permitted) {
    Action best = permitted.keySet().iterator().next();
    double bestScore = permitted.get(best).score();
    double temperature = learns() ? learning.getExploration() : 0;
    Map<Action, Double> probabilities = new LinkedHashMap<>();
    double sum = 0;
    for (Map.Entry<Action, Estimate> entry : permitted.entrySet()) {
      Action action = entry.getKey();
      boolean tried = temperature > 0 && best != Action.PAGE_HUMAN && action != Action.PAGE_HUMAN;
      double p = action == best ? 1 : 0;
      if (tried) {
        p = StrictMath.exp((entry.getValue().score() - bestScore) / temperature);
      }
      probabilities.put(action, p);
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
      if (slice.getValue() > 0) {
        action = slice.getKey();
        edge += slice.getValue();
        if (draw < edge) {
          break;
        }
      }
    }
    return action; // the last one where rounding leaves the slices a little short of 1
  }

  /** All that was learned, with the score that it leads to, for a snapshot. */
  public List<PolicyCell> cells() {
    List<PolicyCell> cells = new ArrayList<>();
    for (PolicyCell cell : table.cells()) {
      Estimate estimate = estimates(cell.getState()).get(cell.getAction());
      cells.add(
          estimate == null // the runbook no longer means it
              ? cell
              : PolicyCell.newBuilder(cell)
                  .setScore(estimate.score())
                  .setWeight(estimate.weight())
                  .build());
    }
    return cells;
  }
}
