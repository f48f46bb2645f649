package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;

/** Ingest cannot reach its source. The message is the same whatever the cause. */
public final class LostConnection implements Fault {
  public static final String BLIP = "network blip";
  public static final String STALE_POOL = "stale connections";
  public static final String FAILED_OVER = "source failed over";

  private static final Traits TRAITS =
      Traits.of(
          "lost connection",
          ErrorType.CONNECTION_LOST,
          StageKind.INGEST,
          Cause.healedBy(BLIP, Action.RETRY_WITH_BACKOFF, Action.RESTART)
              .passingWithin(Duration.ofMinutes(30)),
          Cause.healedBy(STALE_POOL, Action.RESTART),
          Cause.healedBy(FAILED_OVER, Action.REROUTE));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at == StageKind.INGEST) {
      condition.cutOff(
          "Last Error: Failed to connect to the source endpoint: could not connect to server:"
              + " Connection refused. Stop Reason RECOVERABLE_ERROR Error Level RECOVERABLE");
    }
  }
}
