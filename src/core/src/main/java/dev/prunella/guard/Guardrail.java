package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Verdict;
import java.util.List;

/**
 * A hard limit that no policy can overrule. It judges one proposal, and says why in one sentence.
 */
public interface Guardrail {

  Verdict judge(Proposal proposal);

  /** What the stage's owner has said of it; looks at action, stage and target alone. */
  Guardrail STAGE_CONTRACT = new Contract();

  /** Every guardrail there is, in the order in which people read their verdicts. */
  List<Guardrail> ALL =
      List.of(
          STAGE_CONTRACT,
          new Steps(),
          new FreshEvidence(),
          new Freeze(),
          new HandsOff(),
          new Cooldown(),
          new Concurrency());

  /** Each guardrail's verdict. */
  static List<Verdict> judgeAll(Proposal proposal) {
    return ALL.stream().map(guardrail -> guardrail.judge(proposal)).toList();
  }

  static boolean permitted(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(Verdict::getPermitted);
  }

  /** Waiting and paging a human change nothing: they need nobody's word and no limit. */
  static boolean harmless(Action action) {
    return action == Action.WAIT || action == Action.PAGE_HUMAN;
  }
}
