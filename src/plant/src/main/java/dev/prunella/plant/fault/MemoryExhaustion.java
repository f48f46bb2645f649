package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;

/** The heap of the transform fills over some minutes; then its runs die. */
public final class MemoryExhaustion implements Fault {
  public static final String LEAK = "memory leak";
  public static final String OUTGROWN = "outgrown workers";
  public static final String SKEW = "one large partition";

  private static final double MINUTES_TO_FILL = 10;
  private static final double MOST = 0.45;
  private static final double DEADLY = 0.35;

  private static final Traits TRAITS =
      Traits.of(
          "memory exhaustion",
          ErrorType.RESOURCE_EXHAUSTION,
          StageKind.TRANSFORM,
          Cause.healedBy(LEAK, Action.RESTART),
          Cause.healedBy(OUTGROWN, Action.SCALE_UP).worsenedBy(Action.RETRY_WITH_BACKOFF),
          Cause.healedBy(SKEW, Action.SCALE_UP, Action.THROTTLE));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at != StageKind.TRANSFORM) {
      return;
    }
    double filled = MOST * Math.min(1, hardness * age.toSeconds() / 60.0 / MINUTES_TO_FILL);
    condition.fillMemory(filled);
    condition.slow(1 - filled); // the collector takes its share
    if (filled >= DEADLY) {
      condition.fail(
          "Command failed with exit code 10 - java.lang.OutOfMemoryError: Java heap space");
    }
  }
}
