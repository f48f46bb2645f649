package dev.prunella.guard;

import dev.prunella.diagnose.Evidence;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Verdict;

/** A schema can be remapped only where it is known what changed: an error message does not tell. */
final class KnownRemap implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts("known-remap");

  @Override
  public Verdict judge(Proposal proposal) {
    if (proposal.action() != Action.APPLY_SCHEMA_REMAP) {
      return VERDICT.yes("it remaps nothing");
    }
    for (Signal signal : proposal.incident().getEvidence()) {
      boolean here = signal.getStage().equals(proposal.incident().getRootStage());
      if (here && Evidence.isOpen(signal) && !signal.getChanges().isEmpty()) {
        return VERDICT.yes("it is known what changed");
      }
    }
    return VERDICT.no("no schema change is known that could be remapped");
  }
}
