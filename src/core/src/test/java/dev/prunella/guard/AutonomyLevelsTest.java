package dev.prunella.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rule holds. */
class AutonomyLevelsTest {
  private static final AutonomySettings SETTINGS =
      new AutonomySettings(
          Autonomy.APPROVE,
          List.of(
              new AutonomyRule(ErrorType.TIMEOUT, Action.RESTART, Autonomy.AUTONOMOUS),
              new AutonomyRule(ErrorType.UNKNOWN, Action.RESTART, Autonomy.CANARY),
              new AutonomyRule(ErrorType.TIMEOUT, Action.UNKNOWN, Autonomy.SHADOW)));

  @Test
  void shouldGoByTheMostSpecificRule() {
    assertEquals(Autonomy.AUTONOMOUS, level(ErrorType.TIMEOUT, Action.RESTART));
    assertEquals(Autonomy.CANARY, level(ErrorType.BACKLOG, Action.RESTART));
    assertEquals(Autonomy.SHADOW, level(ErrorType.TIMEOUT, Action.SCALE_OUT));
    assertEquals(Autonomy.APPROVE, level(ErrorType.BACKLOG, Action.SCALE_OUT));
  }

  @Test
  void shouldStayInShadowWhereNothingIsSetOrUnderstood() {
    AutonomySettings newer = new AutonomySettings(Autonomy.UNKNOWN, List.of());

    assertEquals(Autonomy.SHADOW, AutonomyLevels.level(null, ErrorType.TIMEOUT, Action.RESTART));
    assertEquals(Autonomy.SHADOW, AutonomyLevels.level(newer, ErrorType.TIMEOUT, Action.RESTART));
  }

  private static Autonomy level(ErrorType type, Action action) {
    return AutonomyLevels.level(SETTINGS, type, action);
  }
}
