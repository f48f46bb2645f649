package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;

/** Rows come that the load must refuse: more than it tolerates, so that its runs fail. */
public final class DataCorruption implements Fault {
  public static final String BAD_ROWS = "bad rows at the source";
  public static final String BAD_DEPLOY = "bad deploy of the transform";
  public static final String HALF_WRITTEN = "half-written file";

  private static final Traits TRAITS =
      Traits.of(
          "data corruption",
          ErrorType.DATA_CORRUPTION,
          StageKind.LOAD,
          Cause.healedBy(BAD_ROWS, Action.QUARANTINE),
          Cause.healedBy(BAD_DEPLOY, Action.ROLL_BACK),
          Cause.healedBy(HALF_WRITTEN, Action.RETRY_WITH_BACKOFF, Action.QUARANTINE)
              .passingWithin(Duration.ofMinutes(45)));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at == StageKind.LOAD) {
      condition.reject(Math.min(0.5, 0.05 * hardness));
    }
  }
}
