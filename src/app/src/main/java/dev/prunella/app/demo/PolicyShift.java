package dev.prunella.app.demo;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the policy has changed: what it expected of each action when an error type was first met, and
 * what it expected last. Only first attempts are compared, as scores depend on what was tried. Not
 * thread-safe.
 */
final class PolicyShift {

  /**
   * @param before expected reward when the error type was first met, -1 to 1
   * @param now expected reward when it was last met, -1 to 1
   */
  record Shift(Action action, double before, double now) {}

  private final Map<ErrorType, Map<Action, Double>> first = new EnumMap<>(ErrorType.class);
  private final Map<ErrorType, List<Candidate>> newest = new EnumMap<>(ErrorType.class);

  void take(Decision decision) {
    if (decision.getKind() != DecisionKind.DECIDED || decision.getState().getAttempts() > 0) {
      return;
    }
    ErrorType type = decision.getState().getErrorType();
    Map<Action, Double> known = first.computeIfAbsent(type, t -> new EnumMap<>(Action.class));
    decision.getCandidates().forEach(c -> known.putIfAbsent(c.getAction(), c.getScore()));
    newest.put(type, decision.getCandidates());
  }

  /** The error types that are looked at in another way by now. */
  List<ErrorType> changed() {
    return newest.keySet().stream()
        .filter(type -> of(type).stream().anyMatch(shift -> shift.now() != shift.before()))
        .toList();
  }

  /** The actions for an error type, best first; empty if it was not met. */
  List<Shift> of(ErrorType errorType) {
    return newest.getOrDefault(errorType, List.of()).stream()
        .map(
            candidate ->
                new Shift(
                    candidate.getAction(),
                    first.get(errorType).get(candidate.getAction()),
                    candidate.getScore()))
        .toList();
  }
}
