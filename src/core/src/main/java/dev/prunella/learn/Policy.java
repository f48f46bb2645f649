package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.PolicyCell;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Maps the state of an incident to a score for each action that may be meant, and scores to
 * probabilities. What it means passes the guardrails like everything else: it is asked for
 * probabilities only of what they permit.
 */
public interface Policy {

  /**
   * @param score expected reward, -1 to 1
   * @param weight incidents behind it, 0 or more
   */
  record Estimate(double score, double weight) {}

  /** By which the settings and the log know it. */
  String name();

  /**
   * Every action that may be meant, best first. To wait is always among them, so that something is
   * permitted; to call people is not if the policy never does.
   */
  Map<Action, Estimate> estimates(Incident incident, DecisionState state);

  /**
   * The probability of each action that is permitted; they add up to 1.
   *
   * @param permitted not empty, best first
   */
  Map<Action, Double> probabilities(Map<Action, Estimate> permitted);

  /** All that was learned, with the score that it leads to, for a snapshot. */
  default List<PolicyCell> cells() {
    return List.of();
  }

  /**
   * The best score among actions in a state.
   *
   * @return 0 if none of the actions may be meant
   */
  default double best(Incident incident, DecisionState state, Collection<Action> actions) {
    return estimates(incident, state).entrySet().stream()
        .filter(entry -> actions.contains(entry.getKey()))
        .mapToDouble(entry -> entry.getValue().score())
        .findFirst()
        .orElse(0);
  }

  /**
   * The action whose slice of [0, 1) the draw falls into, slices in the order of the map.
   *
   * @param probabilities not empty; they add up to 1
   * @param draw in [0, 1)
   */
  default Action pick(Map<Action, Double> probabilities, double draw) {
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
}
