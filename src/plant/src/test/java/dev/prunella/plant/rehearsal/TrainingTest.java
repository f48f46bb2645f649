package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned in worlds where a lost worker is behind every timeout. */
class TrainingTest {
  private static final Scenario SCENARIO =
      Scenario.of("lost-workers")
          .withLength(Duration.ofDays(1))
          .withFaults(FaultSpec.USUAL.only("worker lost"));

  @Test
  void shouldLearnWhatHealsInTheWorldsOfAScenario() {
    PolicySnapshot policy = trained(2);
    double restart = learned(policy, Action.RESTART);
    double retry = learned(policy, Action.RETRY_WITH_BACKOFF);

    assertTrue(restart > retry + 0.3, "restart " + restart + ", retry " + retry);
    assertEquals(policy, trained(2), "it repeats itself");
  }

  @Test
  void shouldMergeByTheCreditsBehindEachCell() {
    PolicySnapshot one = trained(1);
    PolicySnapshot both = Training.merged(List.of(one, one));

    assertEquals(one.getCells().size(), both.getCells().size());
    assertEquals(learned(one, Action.RESTART), learned(both, Action.RESTART), 1e-12);
    assertEquals(2 * one.getCells().get(0).getCredits(), both.getCells().get(0).getCredits(), 1e-9);
  }

  private static PolicySnapshot trained(int worlds) {
    Training training = new Training(SCENARIO);
    for (int i = 0; i < worlds; i++) {
      training.rehearse();
    }
    return training.policy();
  }

  private static double learned(PolicySnapshot policy, Action action) {
    return policy.getCells().stream()
        .filter(cell -> cell.getAction() == action && cell.getState().getAttempts() == -1)
        .filter(cell -> cell.getState().getErrorType() == ErrorType.TIMEOUT)
        .filter(cell -> cell.getState().getStageKind() == StageKind.TRANSFORM)
        .mapToDouble(PolicyCell::getLearned)
        .findFirst()
        .orElseThrow();
  }
}
