package dev.prunella.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyShiftTest {

  private final PolicyShift policy = new PolicyShift();

  private static PolicySnapshot snapshot(PolicyCell... cells) {
    return new PolicySnapshot("demo", Records.BEGIN, "q-learner", 1L, 0L, List.of(cells));
  }

  private static PolicyCell cell(Action action, double score, double weight, double credits) {
    return new PolicyCell(Records.state(ErrorType.TIMEOUT), action, score, weight, 0.0, credits);
  }

  @Test
  void shouldTellScoresAndTheirChangeBestFirst() {
    policy.take(snapshot(cell(Action.RESTART, 0.5, 4, 0), cell(Action.SCALE_OUT, 0.25, 4, 0)));
    policy.take(snapshot(cell(Action.RESTART, 0.0, 6, 2), cell(Action.SCALE_OUT, 0.75, 5, 1)));

    assertEquals(
        List.of(
            new PolicyShift.Shift(Action.SCALE_OUT, 0.75, 0.5),
            new PolicyShift.Shift(Action.RESTART, 0.0, -0.5)),
        policy.of(ErrorType.TIMEOUT));
    assertEquals(List.of(ErrorType.TIMEOUT), policy.learned());
  }

  @Test
  void shouldWeighTheStatesOfAnErrorType() {
    policy.take(snapshot(cell(Action.RESTART, 1.0, 3, 1), cell(Action.RESTART, 0.0, 1, 1)));

    assertEquals(0.75, policy.of(ErrorType.TIMEOUT).get(0).score());
  }

  @Test
  void shouldNotClaimThatAPriorWasLearned() {
    policy.take(snapshot(cell(Action.RESTART, 0.5, 4, 0)));

    assertEquals(List.of(), policy.learned());
  }
}
