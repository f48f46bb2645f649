package dev.prunella.plant.evaluate;

import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Action;

/**
 * One command that was carried out.
 *
 * @param action what was done; a page is one, to wait is none
 * @param stage where, pipeline/stage
 * @param orderedAfter seconds from the fault's beginning until it was begun; outside of every
 *     fault, from the beginning of the trial's faults
 * @param effectAfter the same until it had its effect
 * @param succeeded whether the service reported success; it says nothing about the fault
 * @param effect what it really did to the fault
 * @param cost share of an incident's worth, 0 to 1
 */
public record ActionTaken(
    Action action,
    String stage,
    double orderedAfter,
    double effectAfter,
    boolean succeeded,
    Effect effect,
    double cost) {

  /** Whether people were called, who then see to it. */
  public boolean isPage() {
    return action == Action.PAGE_HUMAN;
  }

  /** Whether it was carried out without any use, or made things worse. */
  public boolean isWrong() {
    return !isPage() && effect != Effect.HEALS;
  }

  /** Whether it made things worse. */
  public boolean isHarmful() {
    return effect == Effect.WORSENS;
  }

  /**
   * Whether no other action of the catalogue takes it back: records that were set aside come back
   * by hand, a query that was cancelled has lost its work, and a version that was rolled back has
   * to be deployed again by its owners.
   */
  public boolean isIrreversible() {
    return action == Action.QUARANTINE
        || action == Action.CANCEL_BLOCKING_QUERY
        || action == Action.ROLL_BACK;
  }
}
