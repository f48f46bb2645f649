package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is believed of each action before anything was learned: the team's runbook, then the usual
 * practice. The first remedy of a rule is expected to heal most often, each further one less; what
 * the rule names before the last action was tried in vain, and is expected to heal no more.
 *
 * <p>Scores are expected rewards, -1 (harm) to 1 (healed at once). A page always ends in a repair,
 * only a slow one, so it scores low but above zero: it is what remains when nothing else is
 * permitted.
 */
public final class RunbookPrior {

  /** Incidents that the prior counts as: what this many real ones say outweighs it. */
  static final double WEIGHT = 4;

  private static final double FIRST = 0.7;
  private static final double NEXT = 0.6;
  private static final double PAGE = 0.2;
  private static final double TRIED = 0.1;
  private static final double WAIT = 0;

  /** The usual practice by error type, first choice first. */
  private static final Map<ErrorType, List<Action>> USUAL =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(
                  ErrorType.SCHEMA_MISMATCH,
                  List.of(Action.APPLY_SCHEMA_REMAP, Action.QUARANTINE, Action.ROLL_BACK)),
              Map.entry(
                  ErrorType.TIMEOUT,
                  List.of(Action.RETRY_WITH_BACKOFF, Action.SCALE_OUT, Action.RESTART)),
              Map.entry(
                  ErrorType.DATA_CORRUPTION,
                  List.of(Action.QUARANTINE, Action.ROLL_BACK, Action.REROUTE)),
              Map.entry(
                  ErrorType.RESOURCE_EXHAUSTION,
                  List.of(Action.SCALE_UP, Action.SCALE_OUT, Action.RESTART, Action.THROTTLE)),
              Map.entry(
                  ErrorType.THROTTLED,
                  List.of(Action.THROTTLE, Action.RETRY_WITH_BACKOFF, Action.RESCHEDULE)),
              Map.entry(
                  ErrorType.BACKLOG, List.of(Action.SCALE_OUT, Action.THROTTLE, Action.RESTART)),
              Map.entry(
                  ErrorType.CONNECTION_LOST,
                  List.of(Action.RETRY_WITH_BACKOFF, Action.RESTART, Action.REROUTE)),
              Map.entry(ErrorType.CREDENTIALS, List.of(Action.RETRY_WITH_BACKOFF)),
              Map.entry(ErrorType.SKEW, List.of(Action.SCALE_UP, Action.RETRY_WITH_BACKOFF)),
              Map.entry(
                  ErrorType.LOCK_CONTENTION,
                  List.of(
                      Action.CANCEL_BLOCKING_QUERY, Action.RETRY_WITH_BACKOFF, Action.RESCHEDULE)),
              Map.entry(ErrorType.QUOTA, List.of(Action.THROTTLE, Action.RESCHEDULE)),
              Map.entry(ErrorType.BAD_DEPLOY, List.of(Action.ROLL_BACK, Action.RESTART)),
              Map.entry(ErrorType.UNKNOWN, List.of(Action.RETRY_WITH_BACKOFF))));

  private final Map<ErrorType, List<Action>> rules = new EnumMap<>(USUAL);

  /**
   * The prior of one fleet.
   *
   * @param runbook what the team does today; null if it has not said
   */
  public RunbookPrior(RunbookSettings runbook) {
    if (runbook != null) {
      for (RunbookRule rule : runbook.getRules()) {
        rules.put(rule.getErrorType(), rule.getActions());
      }
    }
  }

  /**
   * Every action that may be meant for the error type, with its prior score. What the runbook names
   * that is none of the catalogue is left out.
   *
   * @param last the last action of the incident; UNKNOWN if none was taken
   * @param more whether what is usual may be tried beyond what the runbook names
   */
  public Map<Action, Double> scores(ErrorType errorType, Action last, boolean more) {
    List<Action> rule = rules.get(errorType);
    int position = last == Action.UNKNOWN ? 0 : rule.lastIndexOf(last) + 1;
    Map<Action, Double> scores = new LinkedHashMap<>();
    double score = FIRST;
    for (Action action : rule.subList(position, rule.size())) {
      score = next(scores, action, score);
    }
    for (Action action : rule.subList(0, position)) {
      scores.putIfAbsent(action, TRIED);
    }
    if (more) {
      for (Action action : USUAL.get(errorType)) {
        score = next(scores, action, score);
      }
    }
    scores.remove(Action.UNKNOWN);
    scores.putIfAbsent(Action.PAGE_HUMAN, PAGE);
    scores.putIfAbsent(Action.WAIT, WAIT);
    return scores;
  }

  private static double next(Map<Action, Double> scores, Action action, double score) {
    boolean news = action != Action.UNKNOWN && scores.putIfAbsent(action, score) == null;
    return news ? score * NEXT : score;
  }
}
