package dev.prunella.guard;

import dev.prunella.schemas.Verdict;

/** An incident that so many steps did not heal is handed to people. */
final class Steps implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts("max-steps");

  @Override
  public Verdict judge(Proposal proposal) {
    int taken = proposal.incident().getSteps();
    int most = proposal.limits().getMaxSteps();
    String reason = "%d of %d steps are taken".formatted(taken, most);
    boolean harmless = Guardrail.harmless(proposal.action());
    return taken < most || harmless ? VERDICT.yes(reason) : VERDICT.no(reason);
  }
}
