package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Verdict;
import java.util.List;
import java.util.Set;

/**
 * A hard limit that no policy can overrule. It judges one proposal, and says why in one sentence.
 */
public interface Guardrail {

  /** The names by which verdicts are known elsewhere. */
  String FREEZE = "freeze";

  String CONCURRENCY = "concurrency";
  String NEIGHBOURHOOD = "neighbourhood";
  String COOLDOWN = "cooldown";
  String HANDS_OFF = "hands-off";
  String FRESH_EVIDENCE = "fresh-evidence";

  /** Those whose refusal ends by itself, as soon as the actions of other incidents have settled. */
  Set<String> PASSING = Set.of(CONCURRENCY, NEIGHBOURHOOD);

  /** Those whose refusal says nothing of what may be done later. */
  Set<String> TEMPORARY =
      Set.of(CONCURRENCY, NEIGHBOURHOOD, COOLDOWN, FREEZE, HANDS_OFF, FRESH_EVIDENCE);

  /** Whether the action may be taken; it depends on the proposal alone. */
  Verdict judge(Proposal proposal);

  /** What the stage's owner has said of it; looks at action, stage and target alone. */
  Guardrail STAGE_CONTRACT = new Contract();

  /** Whether a remap is known; looks at action and incident alone. */
  Guardrail REMAP = new KnownRemap();

  /** Whether people have stopped the fleet; looks at action, freeze and time alone. */
  Guardrail STANDSTILL = new Freeze();

  /** Every guardrail there is, in the order in which people read their verdicts. */
  List<Guardrail> ALL =
      List.of(
          STAGE_CONTRACT,
          REMAP,
          new Steps(),
          new FreshEvidence(),
          STANDSTILL,
          new HandsOff(),
          new Cooldown(),
          new Neighbourhood(),
          new Concurrency());

  /** Each guardrail's verdict. */
  static List<Verdict> judgeAll(Proposal proposal) {
    return ALL.stream().map(guardrail -> guardrail.judge(proposal)).toList();
  }

  /** Whether none of them refuses. */
  static boolean permitted(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(Verdict::getPermitted);
  }

  /** Whether none of them refuses for good. */
  static boolean lasting(List<Verdict> verdicts) {
    return verdicts.stream()
        .allMatch(v -> v.getPermitted() || TEMPORARY.contains(v.getGuardrail()));
  }

  /** Whether the guardrail refused an action of the decision. */
  static boolean refusedBy(String guardrail, Decision decision) {
    return decision.getCandidates().stream()
        .flatMap(candidate -> candidate.getVerdicts().stream())
        .anyMatch(v -> v.getGuardrail().equals(guardrail) && !v.getPermitted());
  }

  /** Waiting and paging a human change nothing: they need nobody's word and no limit. */
  static boolean harmless(Action action) {
    return action == Action.WAIT || action == Action.PAGE_HUMAN;
  }
}
