package dev.prunella.plant.scenario;

import dev.prunella.schemas.ErrorType;
import java.time.Duration;

/**
 * A fault that is not left to chance.
 *
 * @param fault its name
 * @param pipeline where; the name of one copy, such as orders-2
 * @param stage where it begins; empty: drawn among those where it can
 * @param at after the warm-up, zero or more
 * @param shownAs what it is seen as; UNKNOWN: drawn
 */
public record PlannedFault(
    String fault, String pipeline, String stage, Duration at, ErrorType shownAs) {

  public PlannedFault {
    Expect.that(!fault.isBlank(), "fault", "''", "the name of a fault");
    Expect.that(!pipeline.isBlank(), "pipeline", "''", "the name of a pipeline");
    Expect.notNegative("at", at);
  }

  /** A fault at a stage that is drawn, seen as what is drawn. */
  public static PlannedFault of(String fault, String pipeline, Duration at) {
    return new PlannedFault(fault, pipeline, "", at, ErrorType.UNKNOWN);
  }

  public PlannedFault at(String beginsAt) {
    return new PlannedFault(fault, pipeline, beginsAt, at, shownAs);
  }

  public PlannedFault shownAs(ErrorType errorType) {
    return new PlannedFault(fault, pipeline, stage, at, errorType);
  }
}
