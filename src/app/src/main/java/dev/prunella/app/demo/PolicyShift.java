package dev.prunella.app.demo;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the policy has changed since its first snapshot: the score of each action for an error type,
 * which is the mean over the states of that type, by weight. Not thread-safe.
 */
final class PolicyShift {

  /**
   * @param score expected reward now, -1 to 1
   * @param change since the first snapshot
   */
  record Shift(Action action, double score, double change) {}

  private static final class Mean {
    private double sum;
    private double weight;

    void add(double value, double by) {
      sum += value * by;
      weight += by;
    }

    double value() {
      return weight == 0 ? 0 : sum / weight;
    }
  }

  private Map<ErrorType, Map<Action, Double>> first = Map.of();
  private Map<ErrorType, Map<Action, Double>> newest = Map.of();
  private final Map<ErrorType, Double> credits = new EnumMap<>(ErrorType.class);

  void take(PolicySnapshot snapshot) {
    newest = scores(snapshot);
    if (first.isEmpty()) {
      first = newest;
    }
    credits.clear();
    for (PolicyCell cell : snapshot.getCells()) {
      credits.merge(cell.getState().getErrorType(), cell.getCredits(), Double::sum);
    }
  }

  /** The error types that something was learned about, most first. */
  List<ErrorType> learned() {
    return credits.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.<ErrorType, Double>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The actions for an error type, best first. */
  List<Shift> of(ErrorType errorType) {
    Map<Action, Double> before = first.getOrDefault(errorType, Map.of());
    List<Shift> shifts = new ArrayList<>();
    newest
        .getOrDefault(errorType, Map.of())
        .forEach(
            (action, score) ->
                shifts.add(new Shift(action, score, score - before.getOrDefault(action, score))));
    shifts.sort(Comparator.comparingDouble(Shift::score).reversed());
    return shifts;
  }

  private static Map<ErrorType, Map<Action, Double>> scores(PolicySnapshot snapshot) {
    Map<ErrorType, Map<Action, Mean>> means = new EnumMap<>(ErrorType.class);
    for (PolicyCell cell : snapshot.getCells()) {
      means
          .computeIfAbsent(cell.getState().getErrorType(), t -> new EnumMap<>(Action.class))
          .computeIfAbsent(cell.getAction(), a -> new Mean())
          .add(cell.getScore(), cell.getWeight());
    }
    Map<ErrorType, Map<Action, Double>> scores = new EnumMap<>(ErrorType.class);
    means.forEach(
        (type, actions) -> {
          Map<Action, Double> row = new EnumMap<>(Action.class);
          actions.forEach((action, mean) -> row.put(action, mean.value()));
          scores.put(type, row);
        });
    return scores;
  }
}
