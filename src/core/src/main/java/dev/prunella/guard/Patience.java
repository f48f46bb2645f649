package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Verdict;
import java.util.List;
import java.util.Map;

/**
 * People are not called while a remedy only waits for its turn: in a storm, where few actions may
 * be in flight at a time, they would be called once for each incident. Patience ends after as many
 * waits as the incident may have actions.
 */
public final class Patience {
  private static final Verdicts VERDICT = new Verdicts("patience");

  private Patience() {}

  /**
   * Whether people may be called.
   *
   * @param verdicts of every guardrail on every action that could be meant
   */
  public static Verdict judge(
      Map<Action, List<Verdict>> verdicts, Incident incident, GuardrailSettings limits) {
    if (incident.getSteps() - incident.getAttempts() >= limits.getMaxSteps()) {
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

  private static boolean onlyWaits(List<Verdict> verdicts) {
    return verdicts.stream()
        .allMatch(v -> v.getPermitted() || Guardrail.PASSING.contains(v.getGuardrail()));
  }
}
