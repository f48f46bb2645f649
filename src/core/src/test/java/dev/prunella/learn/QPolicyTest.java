package dev.prunella.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.learn.Policy.Estimate;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** From the runbook to probabilities. */
class QPolicyTest {
  private static final Incident INCIDENT = null; // the state says all that it looks at

  private final QPolicy policy = policy(null);

  @Property
  void shouldGiveEveryRemedyAProbabilityAndPageOnlyWhereNothingIsBetter(
      @ForAll @Size(min = 1, max = 14) List<@DoubleRange(min = -1, max = 1) Double> scores) {
    Map<Action, Estimate> permitted = estimates(scores);
    Map<Action, Double> probabilities = policy.probabilities(permitted);

    double sum = probabilities.values().stream().mapToDouble(p -> p).sum();
    assertEquals(1, sum, 1e-9);
    if (permitted.keySet().iterator().next() == Action.PAGE_HUMAN) {
      assertEquals(1, probabilities.get(Action.PAGE_HUMAN));
    } else {
      probabilities.forEach((action, p) -> assertEquals(action != Action.PAGE_HUMAN, p > 0));
    }
  }

  @Property
  void shouldPickTheSliceThatTheDrawFallsInto(
      @ForAll @Size(min = 1, max = 14) List<@DoubleRange(min = -1, max = 1) Double> scores,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double draw) {
    Map<Action, Double> probabilities = policy.probabilities(estimates(scores));

    Action picked = policy.pick(probabilities, draw);
    double from = 0;
    for (Map.Entry<Action, Double> slice : probabilities.entrySet()) {
      if (slice.getKey() == picked) {
        assertTrue(from <= draw && draw <= from + slice.getValue() + 1e-9);
        return;
      }
      from += slice.getValue();
    }
    throw new AssertionError(picked + " is none of " + probabilities.keySet());
  }

  @Test
  void shouldPickSomethingForEveryDraw() {
    Map<Action, Double> probabilities = policy.probabilities(estimates(List.of(0.7, 0.2, 0.0)));

    assertEquals(Action.WAIT, policy.pick(probabilities, 0));
    assertEquals(Action.APPLY_SCHEMA_REMAP, policy.pick(probabilities, Math.nextDown(1.0)));
  }

  @Test
  void shouldNotTakeForTriedWhatTheRunbookNamesBeforeAnActionThatNobodyKnows() {
    assertEquals(
        Action.SCALE_OUT, ranked(ErrorType.TIMEOUT, Action.SCALE_OUT, Action.UNKNOWN).get(0));
  }

  @Test
  void shouldRankWhatTheTeamTriesFirstHighest() {
    List<Action> ranked =
        ranked(
            ErrorType.TIMEOUT, Action.SCALE_OUT, Action.UNKNOWN, Action.SCALE_OUT, Action.RESTART);

    assertEquals(
        List.of(
            Action.SCALE_OUT,
            Action.RESTART,
            Action.RETRY_WITH_BACKOFF, // usual, though the runbook does not name it
            Action.PAGE_HUMAN,
            Action.WAIT),
        ranked);
  }

  @Test
  void shouldListTheBestFirstForEveryErrorType() {
    for (ErrorType type : ErrorType.values()) {
      List<Double> scores =
          policy.estimates(INCIDENT, state(type)).values().stream().map(Estimate::score).toList();
      List<Double> sorted = new ArrayList<>(scores);
      sorted.sort(Comparator.reverseOrder());
      assertEquals(sorted, scores, type.toString());
      assertTrue(scores.size() >= 3, "a remedy, a page and to wait: " + type);
    }
  }

  private static List<Action> ranked(ErrorType type, Action... actions) {
    RunbookSettings runbook = new RunbookSettings(List.of(new RunbookRule(type, List.of(actions))));
    return List.copyOf(policy(runbook).estimates(INCIDENT, state(type)).keySet());
  }

  private static QPolicy policy(RunbookSettings runbook) {
    return new QPolicy(
        new RunbookPrior(runbook), QTable.onHeap(), LearningSettings.newBuilder().build());
  }

  private static DecisionState state(ErrorType type) {
    return new DecisionState(type, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN);
  }

  /** Actions of the catalogue with these scores, best first, as a policy hands them out. */
  private static Map<Action, Estimate> estimates(List<Double> scores) {
    List<Action> actions = new ArrayList<>(List.of(Action.values()).subList(1, scores.size() + 1));
    actions.sort(Comparator.comparing(a -> -scores.get(a.ordinal() - 1)));
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    actions.forEach(a -> estimates.put(a, new Estimate(scores.get(a.ordinal() - 1), 4)));
    return estimates;
  }
}
