package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Verdict;
import java.util.List;
import java.util.Map;

/**
 * When people are called. Not while a remedy only waits for its turn: in a storm, where few actions
 * may be in flight at a time, they would be called once for each incident. But patience ends after
 * as many waits as the incident may have actions, whatever a policy hopes for from more waiting.
 *
 * @param verdicts of every guardrail on every action that could be meant
 */
public record Patience(
    Map<Action, List<Verdict>> verdicts, Incident incident, GuardrailSettings limits) {
  private static final Verdicts VERDICT = new Verdicts("patience");

  /** Whether people may be called. */
  public Verdict toPage() {
    if (isSpent()) {
      return VERDICT.yes("the incident has waited long enough");
    }
    Action awaited = null;
    for (Map.Entry<Action, List<Verdict>> action : verdicts.entrySet()) {
      boolean remedy = !Guardrail.harmless(action.getKey());
      if (remedy && Guardrail.permitted(action.getValue())) {
        return VERDICT.yes("no remedy waits for its turn");
      }
      if (remedy && awaited == null && onlyWaits(action.getValue())) {
        awaited = action.getKey();
      }
    }
    return awaited == null
        ? VERDICT.yes("no remedy waits for its turn")
        : VERDICT.no(awaited + " is due as soon as the actions of other incidents have settled");
  }

  /** Whether to wait may go on, where people could be called instead. */
  public Verdict toWait() {
    List<Verdict> page = verdicts.get(Action.PAGE_HUMAN); // null: the policy never calls people
    return isSpent() && page != null && Guardrail.permitted(page)
        ? VERDICT.no("the incident has waited long enough")
        : VERDICT.yes("people need not be called yet, or cannot be");
  }

  private boolean isSpent() {
    return incident.getSteps() - incident.getAttempts() >= limits.getMaxSteps();
  }

  private static boolean onlyWaits(List<Verdict> verdicts) {
    return verdicts.stream()
        .allMatch(v -> v.getPermitted() || Guardrail.PASSING.contains(v.getGuardrail()));
  }
}
