package dev.prunella.plant.baseline;

import dev.prunella.learn.Policy;
import dev.prunella.schemas.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy that leaves nothing to chance: it takes the best of what is permitted. */
interface FirstChoice extends Policy {

  @Override
  default Map<Action, Double> probabilities(Map<Action, Estimate> permitted) {
    Map<Action, Double> probabilities = new LinkedHashMap<>();
    for (Action action : permitted.keySet()) {
      probabilities.put(action, probabilities.isEmpty() ? 1.0 : 0.0);
    }
    return probabilities;
  }

  /** Scores that tell no more than the order; to wait comes last unless it is named. */
  static Map<Action, Estimate> inOrder(List<Action> actions) {
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    for (Action action : actions) {
      estimates.putIfAbsent(action, new Estimate(1.0 / (1 + estimates.size()), 0));
    }
    estimates.putIfAbsent(Action.WAIT, new Estimate(0, 0));
    return estimates;
  }
}
