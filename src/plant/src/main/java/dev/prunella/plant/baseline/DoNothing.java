package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import java.util.List;
import java.util.Map;

/** Waits, and calls nobody: faults pass by themselves, or people find them. */
public final class DoNothing implements Contestant, FirstChoice {

  @Override
  public String name() {
    return "do-nothing";
  }

  @Override
  public Policies on(Truth truth, History history) {
    return (settings, table) -> this;
  }

  @Override
  public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
    return FirstChoice.inOrder(List.of(Action.WAIT));
  }
}
