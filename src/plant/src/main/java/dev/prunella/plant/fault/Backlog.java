package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;

/** Ingest falls behind its source, without an error message. */
public final class Backlog implements Fault {
  public static final String BURST = "burst of arrivals";
  public static final String LARGE_RECORDS = "large records";
  public static final String STUCK_READER = "stuck reader";

  /** More than ingest can take, and less than it can at twice its size. */
  private static final double FLOOD = 3.5;

  private static final double SLOWER = 0.25;
  private static final double CRAWL = 0.05;

  private static final Traits TRAITS =
      Traits.of(
          "backlog",
          ErrorType.BACKLOG,
          StageKind.INGEST,
          Cause.healedBy(BURST, Action.SCALE_OUT, Action.SCALE_UP)
              .passingWithin(Duration.ofMinutes(50)),
          Cause.healedBy(LARGE_RECORDS, Action.SCALE_UP, Action.SCALE_OUT)
              .worsenedBy(Action.RETRY_WITH_BACKOFF),
          Cause.healedBy(STUCK_READER, Action.RESTART));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public boolean outlastsRemedy(Cause cause) {
    return cause.name().equals(BURST); // whoever can take it has only to live through it
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at != StageKind.INGEST) {
      return;
    }
    switch (cause.name()) {
      case BURST -> condition.flood(FLOOD);
      case LARGE_RECORDS -> condition.slow(SLOWER / hardness);
      default -> condition.slow(CRAWL / hardness);
    }
  }
}
