package dev.prunella.plant.baseline;

import dev.prunella.guard.Circumstances;
import dev.prunella.guard.Guardrail;
import dev.prunella.guard.Proposal;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.StageSettings;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What may be done to a stage, whatever else goes on. */
public final class Permitted {

  private Permitted() {}

  /** What the owner of the stage permits; to wait and to page are left out. */
  public static Set<Action> on(StageSettings stage) {
    Set<Action> permitted = EnumSet.noneOf(Action.class);
    for (Action action : Action.values()) {
      boolean acts = action != Action.UNKNOWN && !Guardrail.harmless(action);
      if (acts && Guardrail.STAGE_CONTRACT.judge(proposal(action, null, stage)).getPermitted()) {
        permitted.add(action);
      }
    }
    return permitted;
  }

  /** The same for an incident at the stage: a remap only if it is known what changed. */
  static Set<Action> on(StageSettings stage, Incident incident) {
    Set<Action> permitted = on(stage);
    permitted.removeIf(
        action -> !Guardrail.REMAP.judge(proposal(action, incident, stage)).getPermitted());
    return permitted;
  }

  /** Neither of the two guardrails looks at more. */
  private static Proposal proposal(Action action, Incident incident, StageSettings stage) {
    Circumstances none =
        new Circumstances(
            GuardrailSettings.newBuilder().build(), null, List.of(), List.of(), List.of());
    return new Proposal(action, incident, stage, none, Instant.EPOCH);
  }
}
