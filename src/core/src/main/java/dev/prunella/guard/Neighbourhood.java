package dev.prunella.guard;

import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Verdict;

/**
 * One live action per neighbourhood: of two at once nobody could tell which one healed, or harmed.
 */
final class Neighbourhood implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts(Guardrail.NEIGHBOURHOOD);

  @Override
  public Verdict judge(Proposal proposal) {
    if (Guardrail.harmless(proposal.action())) {
      return VERDICT.yes("harmless by nature");
    }
    for (Incident other : proposal.actingNearby()) {
      return VERDICT.no(
          "%s at %s is in flight or settling for incident %s"
              .formatted(other.getLastAction(), other.getRootStage(), other.getId()));
    }
    return VERDICT.yes("no action nearby is in flight or settling");
  }
}
