package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;

/**
 * The transform becomes so slow that its runs are stopped by their timeout. Whatever the cause, it
 * looks alike: long runs, then none that ends in time.
 */
public final class Timeout implements Fault {
  public static final String OVERLOAD = "overload";
  public static final String STUCK_WORKER = "stuck worker";
  public static final String TRANSIENT = "transient";

  private static final Traits TRAITS =
      Traits.of(
          "timeout",
          ErrorType.TIMEOUT,
          StageKind.TRANSFORM,
          Cause.healedBy(OVERLOAD, Action.SCALE_OUT, Action.SCALE_UP)
              .worsenedBy(Action.RETRY_WITH_BACKOFF), // another run of what is already too much
          Cause.healedBy(STUCK_WORKER, Action.RESTART),
          Cause.healedBy(TRANSIENT, Action.RETRY_WITH_BACKOFF, Action.RESTART)
              .passingWithin(Duration.ofMinutes(40)));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at == StageKind.TRANSFORM) {
      condition.slow(0.1 / hardness);
    }
  }
}
