package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Verdict;

/**
 * Evidence that was already old when it arrived (a backlog, a back-fill) is observed, and not acted
 * on.
 */
final class FreshEvidence implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts(Guardrail.FRESH_EVIDENCE);

  @Override
  public Verdict judge(Proposal proposal) {
    if (proposal.action() == Action.WAIT || !proposal.incident().getStale()) {
      return VERDICT.yes("the evidence is fresh, or nothing is done");
    }
    return VERDICT.no("the evidence was too old to act on when it arrived");
  }
}
