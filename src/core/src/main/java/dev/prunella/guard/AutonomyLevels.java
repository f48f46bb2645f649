package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;

/** How far a decision reaches. What is not set is in SHADOW. */
public final class AutonomyLevels {

  private AutonomyLevels() {}

  /**
   * The level of the most specific rule that matches: one that names error type and action, then
   * one that names the action, then one that names the error type, then what holds otherwise.
   *
   * @param settings null if the fleet has none
   */
  public static Autonomy level(AutonomySettings settings, ErrorType errorType, Action action) {
    if (settings == null) {
      return Autonomy.SHADOW;
    }
    Autonomy level = settings.getOtherwise();
    int most = 0;
    for (AutonomyRule rule : settings.getRules()) {
      boolean anyType = rule.getErrorType() == ErrorType.UNKNOWN;
      boolean anyAction = rule.getAction() == Action.UNKNOWN;
      boolean matches =
          (anyType || rule.getErrorType() == errorType)
              && (anyAction || rule.getAction() == action);
      int specific = (anyAction ? 0 : 2) + (anyType ? 0 : 1);
      if (matches && specific >= most) {
        level = rule.getLevel();
        most = specific;
      }
    }
    return level == Autonomy.UNKNOWN ? Autonomy.SHADOW : level;
  }
}
