package dev.prunella.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyShiftTest {

  private static final Candidate RESTART = new Candidate(Action.RESTART, 0.7, 4.0, 1.0, List.of());
  private static final Candidate SCALE_OUT =
      new Candidate(Action.SCALE_OUT, 0.4, 4.0, 0.0, List.of());

  private final PolicyShift policy = new PolicyShift();

  private static Decision decided(int attempts, Candidate... candidates) {
    return Decision.newBuilder(Records.decision(1, DecisionKind.DECIDED, 0))
        .setState(
            DecisionState.newBuilder(Records.state(ErrorType.TIMEOUT))
                .setAttempts(attempts)
                .build())
        .setCandidates(List.of(candidates))
        .build();
  }

  private static Candidate scored(Candidate candidate, double score) {
    return Candidate.newBuilder(candidate).setScore(score).build();
  }

  @Test
  void shouldCompareWhatWasExpectedAtFirstWithWhatIsExpectedNow() {
    policy.take(decided(0, RESTART, SCALE_OUT));
    policy.take(decided(0, scored(SCALE_OUT, 0.6), scored(RESTART, 0.5)));
    policy.take(decided(0, scored(SCALE_OUT, 0.8), scored(RESTART, 0.3)));

    assertEquals(
        List.of(
            new PolicyShift.Shift(Action.SCALE_OUT, 0.4, 0.8),
            new PolicyShift.Shift(Action.RESTART, 0.7, 0.3)),
        policy.of(ErrorType.TIMEOUT));
    assertEquals(List.of(ErrorType.TIMEOUT), policy.changed());
  }

  @Test
  void shouldNotTakeForLearnedWhatFollowsFromAnAttempt() {
    policy.take(decided(0, RESTART, SCALE_OUT));
    policy.take(decided(1, SCALE_OUT, scored(RESTART, 0)));

    assertEquals(List.of(), policy.changed());
  }
}
