package dev.prunella.plant;

import dev.prunella.plant.fault.Cause;
import dev.prunella.plant.fault.Fault;
import java.time.Instant;
import java.util.Optional;

/**
 * A fault that a scenario lets happen.
 *
 * @param cause what is behind it; empty: the world draws it
 * @param pipeline where
 * @param at when
 */
public record PlannedFault(Fault fault, Optional<Cause> cause, String pipeline, Instant at) {

  /** A fault with a cause that the world draws. */
  public static PlannedFault of(Fault fault, String pipeline, Instant at) {
    return new PlannedFault(fault, Optional.empty(), pipeline, at);
  }

  /**
   * The same with this cause.
   *
   * @throws IllegalArgumentException if the fault has no such cause
   */
  public PlannedFault because(String cause) {
    return new PlannedFault(fault, Optional.of(fault.cause(cause)), pipeline, at);
  }
}
