package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;
import dev.prunella.learn.Policy;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import java.util.LinkedHashMap;
import java.util.Map;

/** Draws among all that is permitted, each as likely as the other; to wait and to page too. */
public final class RandomPolicy implements Contestant, Policy {

  @Override
  public String name() {
    return "random";
  }

  @Override
  public Policies on(Truth truth, History history) {
    return (settings, table) -> this;
  }

  @Override
  public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      if (action != Action.UNKNOWN) {
        estimates.put(action, new Estimate(0, 0));
      }
    }
    return estimates;
  }

  @Override
  public Map<Action, Double> probabilities(Map<Action, Estimate> permitted) {
    Map<Action, Double> probabilities = new LinkedHashMap<>();
    permitted.keySet().forEach(action -> probabilities.put(action, 1.0 / permitted.size()));
    return probabilities;
  }
}
