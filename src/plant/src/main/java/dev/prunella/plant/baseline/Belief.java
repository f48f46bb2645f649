package dev.prunella.plant.baseline;

import dev.prunella.plant.baseline.History.Attempt;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How probable each fault is. Immutable.
 *
 * @param faults with a probability above zero, in the order of the catalogue
 * @param shares of the same faults; they add up to 1
 */
record Belief(List<Fault> faults, double[] shares) {

  /** What is less probable than this changes no decision. */
  private static final double LEAST = 1e-4;

  static Belief certain(Fault fault) {
    return new Belief(List.of(fault), new double[] {1});
  }

  /**
   * Bayes' rule over what usually goes wrong at such a stage, how it shows itself, that it still
   * lasts, and that nothing of what was tried has healed it.
   *
   * @param seen what is visible
   * @param age for which it has lasted
   */
  static Belief of(
      Odds odds, StageKind kind, Visible seen, Duration age, List<Attempt> tried, Instant at) {
    Map<Fault, Double> usual = odds.faults(kind, at);
    ToDoubleFunction<Fault> lasting =
        fault ->
            (1 - odds.passesWithin(fault, Duration.ZERO, age)) * inVain(odds, fault, tried, at);
    Map<Fault, Double> weights = new LinkedHashMap<>();
    usual.forEach(
        (fault, share) ->
            weights.put(
                fault, share * odds.shows(fault, kind, seen, at) * lasting.applyAsDouble(fault)));
    if (sum(weights) > 0) {
      return of(weights);
    }
    // What is seen is none of what may be: it was misread, and tells nothing.
    weights.replaceAll((fault, none) -> usual.get(fault) * lasting.applyAsDouble(fault));
    return of(sum(weights) > 0 ? weights : usual);
  }

  private static double inVain(Odds odds, Fault fault, List<Attempt> tried, Instant at) {
    double probability = 1;
    for (Attempt attempt : tried) {
      boolean tells = attempt.mayHaveBegun() && attempt.status() != OutcomeStatus.FAILED;
      probability *= tells ? 1 - odds.heals(fault, attempt.action(), at) : 1;
    }
    return probability;
  }

  /** In proportion to weights, of which one at least is above zero. */
  private static Belief of(Map<Fault, Double> weights) {
    double sum = sum(weights);
    List<Fault> faults = new ArrayList<>();
    weights.forEach(
        (fault, weight) -> {
          if (weight > LEAST * sum) {
            faults.add(fault);
          }
        });
    double kept = faults.stream().mapToDouble(weights::get).sum();
    double[] shares = faults.stream().mapToDouble(fault -> weights.get(fault) / kept).toArray();
    return new Belief(List.copyOf(faults), shares);
  }

  private static double sum(Map<Fault, Double> weights) {
    return weights.values().stream().mapToDouble(weight -> weight).sum();
  }
}
