package dev.prunella.guard;

import dev.prunella.schemas.Order;
import dev.prunella.schemas.Verdict;

/** People are at work on a stage and have asked to be left alone with it. */
final class HandsOff implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts(Guardrail.HANDS_OFF);

  @Override
  public Verdict judge(Proposal proposal) {
    if (Guardrail.harmless(proposal.action())) {
      return VERDICT.yes("harmless by nature");
    }
    String root = proposal.incident().getRootStage();
    for (Order order : proposal.handsOff()) {
      boolean meant = order.getStage().isEmpty() || order.getStage().equals(root);
      if (meant && proposal.now().isBefore(order.getUntil())) {
        return VERDICT.no(
            "%s asked for hands off until %s".formatted(order.getAuthor(), order.getUntil()));
      }
    }
    return VERDICT.yes("nobody asked for hands off");
  }
}
