package dev.prunella.guard;

import dev.prunella.schemas.TargetMemory;
import dev.prunella.schemas.Verdict;
import java.time.Duration;
import java.time.Instant;

/** A target is left alone for a while after each action on it. */
final class Cooldown implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts(Guardrail.COOLDOWN);

  @Override
  public Verdict judge(Proposal proposal) {
    if (Guardrail.harmless(proposal.action())) {
      return VERDICT.yes("harmless by nature");
    }
    for (TargetMemory memory : proposal.targets()) {
      Instant free = memory.getActedAt().plusMillis(proposal.limits().getCooldownMillis());
      if (memory.getTarget().equals(proposal.target()) && proposal.now().isBefore(free)) {
        return VERDICT.no(
            "%s was acted on (%s) %s s ago; it is left alone until %s"
                .formatted(
                    memory.getTarget(),
                    memory.getAction(),
                    Duration.between(memory.getActedAt(), proposal.now()).toSeconds(),
                    free));
      }
    }
    return VERDICT.yes("nothing was done to the target lately");
  }
}
