package dev.prunella.heal;

import static dev.prunella.Signals.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.learn.Policy;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A fleet that is healed by another policy than the learner. */
class AnyPolicyTest {

  /** Means these actions and no others, the first one most. */
  private record Fixed(List<Action> actions) implements Policy {

    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
      Map<Action, Estimate> estimates = new LinkedHashMap<>();
      actions.forEach(action -> estimates.put(action, new Estimate(-estimates.size(), 0)));
      return estimates;
    }

    @Override
    public Map<Action, Double> probabilities(Map<Action, Estimate> permitted) {
      Map<Action, Double> probabilities = new LinkedHashMap<>();
      permitted.keySet().forEach(a -> probabilities.put(a, probabilities.isEmpty() ? 1.0 : 0.0));
      return probabilities;
    }
  }

  private static Fleet fleet(Action... actions) {
    Fleet fleet = Fleet.healedBy(new Fixed(List.of(actions)));
    return fleet.see(failure(Fleet.LOAD, 0, "connection refused"));
  }

  @Test
  void shouldDoWhatThePolicyMeansEvenIfNoRunbookDoes() {
    Fleet fleet = fleet(Action.RESCHEDULE, Action.WAIT).until(60);

    assertEquals(List.of(Action.RESCHEDULE), fleet.ordered());
    assertEquals("fixed", fleet.snapshots.get(0).getLearner());
  }

  @Test
  void shouldHoldEveryPolicyToTheGuardrails() {
    Fleet fleet = fleet(Action.ROLL_BACK, Action.QUARANTINE, Action.RESTART, Action.WAIT).until(60);

    assertEquals(List.of(Action.RESTART), fleet.ordered());
    Decision decision = fleet.decisions.get(0);
    Candidate refused = decision.getCandidates().get(0);
    assertEquals(Action.ROLL_BACK, refused.getAction());
    assertTrue(refused.getVerdicts().stream().anyMatch(verdict -> !verdict.getPermitted()));
    assertEquals(0, refused.getProbability());
  }

  @Test
  void shouldWaitForAsLongAsAPolicyWantsThatNeverCallsPeople() {
    Fleet fleet = fleet(Action.WAIT).until(10 * 3600);

    assertTrue(fleet.decisions.size() > 100, fleet.decisions.size() + " decisions");
    assertTrue(fleet.commands.isEmpty());
  }
}
