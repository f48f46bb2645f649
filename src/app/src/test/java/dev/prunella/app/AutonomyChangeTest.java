package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.guard.AutonomyLevels;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AutonomyChangeTest {

  private static final ErrorType[] TYPES = ErrorType.values();
  private static final Action[] ACTIONS = Action.values();
  private static final Autonomy[] LEVELS = {Autonomy.SHADOW, Autonomy.AUTONOMOUS};

  @Test
  void shouldGiveTheLevelToAllThatIsNamedAndToNothingElse() {
    Random random = new Random(20250602);
    for (int round = 0; round < 5_000; round++) {
      AutonomySettings before = settings(random);
      ErrorType type = TYPES[random.nextInt(4)];
      Action action = ACTIONS[random.nextInt(4)];
      Autonomy level = LEVELS[random.nextInt(2)];

      AutonomySettings after = AutonomyChange.merge(before, type, action, level);

      for (ErrorType eachType : TYPES) {
        for (Action each : ACTIONS) {
          boolean named =
              (type == ErrorType.UNKNOWN || type == eachType)
                  && (action == Action.UNKNOWN || action == each);
          assertEquals(
              named ? level : AutonomyLevels.level(before, eachType, each),
              AutonomyLevels.level(after, eachType, each),
              () -> "%s %s %s on %s gave %s".formatted(type, action, level, before, after));
        }
      }
    }
  }

  @Test
  void shouldLeaveNoRuleBehindWhenAWholeFleetIsSetToShadow() {
    AutonomySettings before =
        new AutonomySettings(
            Autonomy.AUTONOMOUS,
            List.of(
                new AutonomyRule(ErrorType.TIMEOUT, Action.RESTART, Autonomy.AUTONOMOUS),
                new AutonomyRule(ErrorType.UNKNOWN, Action.ROLL_BACK, Autonomy.SHADOW)));

    assertEquals(
        new AutonomySettings(Autonomy.SHADOW, List.of()),
        AutonomyChange.merge(before, ErrorType.UNKNOWN, Action.UNKNOWN, Autonomy.SHADOW));
  }

  @Test
  void shouldWriteNoRuleForWhatHoldsAnyway() {
    assertTrue(
        AutonomyChange.merge(null, ErrorType.TIMEOUT, Action.RESTART, Autonomy.SHADOW)
            .getRules()
            .isEmpty());
  }

  @Test
  void shouldTellWhatBecomesOfDecisions() {
    AutonomySettings one =
        new AutonomySettings(
            Autonomy.SHADOW,
            List.of(new AutonomyRule(ErrorType.TIMEOUT, Action.RESTART, Autonomy.AUTONOMOUS)));

    assertEquals(
        List.of("restart: shadow -> autonomous, for timeout"), AutonomyChange.between(null, one));
    assertEquals(
        List.of("restart: autonomous -> shadow, for timeout"), AutonomyChange.between(one, null));
    assertEquals(
        List.of("every action: shadow -> autonomous"),
        AutonomyChange.between(null, new AutonomySettings(Autonomy.AUTONOMOUS, List.of())));
    assertEquals(List.of(), AutonomyChange.between(one, one));
  }

  /** Few types and actions, so that rules meet each other. */
  private static AutonomySettings settings(Random random) {
    List<AutonomyRule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      rules.add(
          new AutonomyRule(
              TYPES[random.nextInt(4)], ACTIONS[random.nextInt(4)], LEVELS[random.nextInt(2)]));
    }
    return new AutonomySettings(LEVELS[random.nextInt(2)], rules);
  }
}
