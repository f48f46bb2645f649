package dev.prunella.plant.baseline;

import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.plant.baseline.History.Attempt;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Goes down its row of a table, one step after the other, and then calls people. A step that the
 * guardrails refuse for good is passed over.
 */
record TablePolicy(String name, DecisionTable table, History history) implements FirstChoice {

  @Override
  public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
    List<Action> steps = table.steps(new Case(state.getErrorType(), state.getStageKind()));
    List<Action> left = new ArrayList<>(steps.subList(taken(steps, incident), steps.size()));
    left.add(Action.PAGE_HUMAN);
    return FirstChoice.inOrder(left);
  }

  /** How far down the row the incident has come, by what was tried in it. */
  private int taken(List<Action> steps, Incident incident) {
    int waits = Steps.waits(incident);
    int taken = 0;
    for (Attempt attempt : history.attempts(incident)) {
      int at = steps.subList(taken, steps.size()).indexOf(attempt.action());
      taken += at + 1; // nothing for what is none of the steps
    }
    while (taken < steps.size() && steps.get(taken) == Action.WAIT && waits-- > 0) {
      taken++;
    }
    return taken;
  }
}
