package dev.prunella.guard;

import dev.prunella.schemas.Verdict;

/** Only so many actions are in flight in a fleet at one time. */
final class Concurrency implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts(Guardrail.CONCURRENCY);

  @Override
  public Verdict judge(Proposal proposal) {
    if (Guardrail.harmless(proposal.action())) {
      return VERDICT.yes("harmless by nature");
    }
    long inFlight = proposal.targets().stream().filter(t -> !t.getInFlight().isEmpty()).count();
    int most = proposal.limits().getConcurrency();
    String reason = "%s of %s actions of the fleet are in flight".formatted(inFlight, most);
    return inFlight < most ? VERDICT.yes(reason) : VERDICT.no(reason);
  }
}
