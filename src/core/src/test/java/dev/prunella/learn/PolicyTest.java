package dev.prunella.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.learn.Policy.Estimate;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.LatencyBucket;
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
class PolicyTest {
  private final Policy policy = new Policy(new RunbookPrior(null));

  @Property
  void shouldGivePositiveProbabilitiesThatAddUpTo1(
      @ForAll @Size(min = 1, max = 14) List<@DoubleRange(min = -1, max = 1) Double> scores) {
    Map<Action, Double> probabilities = policy.probabilities(estimates(scores));

    double sum = probabilities.values().stream().mapToDouble(p -> p).sum();
    assertEquals(1, sum, 1e-9);
    assertTrue(probabilities.values().stream().allMatch(p -> p > 0));
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
  void shouldRankWhatTheTeamTriesFirstHighest() {
    List<Action> ranked =
        ranked(
            ErrorType.TIMEOUT, Action.SCALE_OUT, Action.UNKNOWN, Action.SCALE_OUT, Action.RESTART);

    assertEquals(List.of(Action.SCALE_OUT, Action.RESTART, Action.PAGE_HUMAN, Action.WAIT), ranked);
  }

  @Test
  void shouldListTheBestFirstForEveryErrorType() {
    for (ErrorType type : ErrorType.values()) {
      List<Double> scores =
          policy.estimates(state(type)).values().stream().map(Estimate::score).toList();
      List<Double> sorted = new ArrayList<>(scores);
      sorted.sort(Comparator.reverseOrder());
      assertEquals(sorted, scores, type.toString());
      assertTrue(scores.size() >= 3, "a remedy, a page and to wait: " + type);
    }
  }

  private static List<Action> ranked(ErrorType type, Action... actions) {
    RunbookSettings runbook = new RunbookSettings(List.of(new RunbookRule(type, List.of(actions))));
    return List.copyOf(new Policy(new RunbookPrior(runbook)).estimates(state(type)).keySet());
  }

  private static DecisionState state(ErrorType type) {
    return new DecisionState(type, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN);
  }

  private static Map<Action, Estimate> estimates(List<Double> scores) {
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    for (int i = 0; i < scores.size(); i++) {
      estimates.put(Action.values()[i + 1], new Estimate(scores.get(i), 4));
    }
    return estimates;
  }
}
