package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.TargetMemory;
import java.time.Instant;
import java.util.Collection;

/**
 * One action that might be taken, with all that the guardrails look at.
 *
 * @param stage what the owner says of the stage to be healed; null if the settings do not name it
 * @param targets what is remembered of every target of the fleet
 * @param freeze null if none is set
 * @param handsOff the orders to leave a stage, or the whole fleet, alone
 */
public record Proposal(
    Action action,
    Incident incident,
    StageSettings stage,
    Collection<TargetMemory> targets,
    GuardrailSettings limits,
    FreezeSettings freeze,
    Collection<Order> handsOff,
    Instant now) {

  public Proposal {
    if (action == Action.UNKNOWN) {
      throw new IllegalArgumentException("an action outside the catalogue cannot be proposed");
    }
  }

  /** What is acted on; empty if nothing is known. */
  String target() {
    return stage == null ? "" : stage.getTarget();
  }
}
