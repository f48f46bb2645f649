package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PolicyCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The learner with a table. A score starts from the runbook and moves with what was learned: first
 * with all that was learned of the error type, then with what was learned of the very state, each
 * weighed by the credits behind it (shrinkage towards the coarser level; Gelman and Hill, Data
 * Analysis Using Regression and Multilevel/Hierarchical Models, 2007, eq. 12.1).
 *
 * <p>Remedies are drawn by a softmax over the scores (Boltzmann exploration: Sutton and Barto,
 * Reinforcement Learning, 2nd ed. 2018, eq. 2.11), so that every permitted one keeps a known,
 * positive probability. People are never paged to try something out: a page is drawn only where no
 * permitted action scores better.
 */
public final class QPolicy implements Policy {

  /** Credits that the error type's score counts as in each of its states. */
  private static final double COARSE_WEIGHT = 2;

  private final RunbookPrior prior;
  private final QTable table;
  private final LearningSettings learning;

  /**
   * @param table what was learned
   * @param learning with the learner {@code runbook} neither the table nor a draw counts
   */
  public QPolicy(RunbookPrior prior, QTable table, LearningSettings learning) {
    this.prior = prior;
    this.table = table;
    this.learning = learning;
  }

  @Override
  public String name() {
    return learning.getLearner();
  }

  private boolean learns() {
    return !learning.getLearner().equals("runbook");
  }

  @Override
  public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
    return estimates(state);
  }

  private Map<Action, Estimate> estimates(DecisionState state) {
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
    estimate = with(estimate, coarse);
    PolicyCell fine = table.fine(state, action);
    return fine == null ? estimate : with(new Estimate(estimate.score(), COARSE_WEIGHT), fine);
  }

  private static Estimate with(Estimate estimate, PolicyCell cell) {
    Estimate prior = with(estimate, cell.getImported(), cell.getImportedWeight());
    return with(prior, cell.getLearned(), cell.getCredits());
  }

  /** With so many credits of that mean in it. Their sum is one term: equal inputs, equal bits. */
  private static Estimate with(Estimate estimate, double mean, double credits) {
    double sum = estimate.weight() + credits;
    return new Estimate(estimate.score() + (mean - estimate.score()) * credits / sum, sum);
  }

  @Override
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

  @Override
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
