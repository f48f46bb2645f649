package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Verdict;

/** Nothing leaves a fleet while people have frozen it, not even a page: they know. */
final class Freeze implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts(Guardrail.FREEZE);

  @Override
  public Verdict judge(Proposal proposal) {
    FreezeSettings freeze = proposal.freeze();
    if (freeze == null) {
      return VERDICT.yes("the fleet is not frozen");
    }
    if (proposal.action() == Action.WAIT) {
      return VERDICT.yes("waiting sends nothing");
    }
    boolean begun = freeze.getSince() == null || !proposal.now().isBefore(freeze.getSince());
    boolean over = freeze.getUntil() != null && !proposal.now().isBefore(freeze.getUntil());
    if (!begun || over) {
      return VERDICT.yes("the freeze does not hold at this time");
    }
    String until = freeze.getUntil() == null ? "it is taken back" : freeze.getUntil().toString();
    String reason = freeze.getReason().isEmpty() ? "" : " (" + freeze.getReason() + ")";
    return VERDICT.no("the fleet is frozen until " + until + reason);
  }
}
