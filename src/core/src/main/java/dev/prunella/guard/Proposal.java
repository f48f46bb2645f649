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
 * @param action of the catalogue
 * @param stage what the owner says of the stage to be healed; null if the settings do not name it
 * @param now when it would be taken
 */
public record Proposal(
    Action action,
    Incident incident,
    StageSettings stage,
    Circumstances circumstances,
    Instant now) {

  /**
   * @throws IllegalArgumentException if the action is UNKNOWN
   */
  public Proposal {
    if (action == Action.UNKNOWN) {
      throw new IllegalArgumentException("an action outside the catalogue cannot be proposed");
    }
  }

  /** What is acted on; empty if nothing is known. */
  String target() {
    return stage == null ? "" : stage.getTarget();
  }

  GuardrailSettings limits() {
    return circumstances.limits();
  }

  FreezeSettings freeze() {
    return circumstances.freeze();
  }

  Collection<Order> handsOff() {
    return circumstances.handsOff();
  }

  Collection<TargetMemory> targets() {
    return circumstances.targets();
  }

  Collection<Incident> actingNearby() {
    return circumstances.actingNearby();
  }
}
