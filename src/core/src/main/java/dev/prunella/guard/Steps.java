package dev.prunella.guard;

import dev.prunella.schemas.Verdict;

/**
 * An incident that so many actions did not heal is handed to people. Waiting does not count: an
 * incident that outlasts a freeze has its actions still before it.
 */
final class Steps implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts("max-steps");

  @Override
  public Verdict judge(Proposal proposal) {
    int taken = proposal.incident().getAttempts();
    int most = proposal.limits().getMaxSteps();
    String reason = "%s of %s actions are taken".formatted(taken, most);
    boolean harmless = Guardrail.harmless(proposal.action());
    return taken < most || harmless ? VERDICT.yes(reason) : VERDICT.no(reason);
  }
}
