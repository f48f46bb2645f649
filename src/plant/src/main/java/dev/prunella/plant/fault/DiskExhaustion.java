package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;

/** The warehouse's disk fills over some minutes; then nothing more can be loaded. */
public final class DiskExhaustion implements Fault {
  public static final String GROWTH = "grown tables";
  public static final String RUNAWAY_QUERY = "runaway query";

  private static final double MINUTES_TO_FILL = 12;
  private static final double MOST = 0.5;
  private static final double FULL = 0.45;

  private static final Traits TRAITS =
      Traits.of(
          "disk exhaustion",
          ErrorType.RESOURCE_EXHAUSTION,
          StageKind.LOAD,
          Cause.healedBy(GROWTH, Action.SCALE_UP, Action.SCALE_OUT),
          Cause.healedBy(RUNAWAY_QUERY, Action.CANCEL_BLOCKING_QUERY, Action.RESTART));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at != StageKind.LOAD) {
      return;
    }
    double filled = MOST * Math.min(1, hardness * age.toSeconds() / 60.0 / MINUTES_TO_FILL);
    condition.fillDisk(filled);
    condition.slow(1 - filled);
    if (filled >= FULL) {
      condition.fail("ERROR: Disk Full  Detail: code: 1016, context: node: 0, query: COPY");
    }
  }
}
