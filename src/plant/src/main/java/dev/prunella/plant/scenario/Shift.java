package dev.prunella.plant.scenario;

import dev.prunella.schemas.ErrorType;
import java.time.Duration;
import java.util.List;

/**
 * A moment from which on another action is right: the mix of faults and their remedies are drawn
 * anew.
 *
 * @param at after the warm-up, more than zero
 * @param errorTypes for what is seen as one of these; empty: for all
 */
public record Shift(Duration at, List<ErrorType> errorTypes) {

  public Shift {
    errorTypes = List.copyOf(errorTypes);
    Expect.positive("at", at);
    Expect.distinct("errorTypes", errorTypes);
  }
}
