package dev.prunella.plant.baseline;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small world that a test spells out. What is not said heals nothing, harms nothing, costs
 * nothing and takes a minute; people need an hour, and two if they are not called.
 */
final class KnownOdds implements Odds {
  private final Map<Fault, Double> shares = new LinkedHashMap<>();
  private final Map<Fault, Map<Action, Double>> heals = new LinkedHashMap<>();
  private final Map<Fault, Map<Action, Double>> harms = new LinkedHashMap<>();
  private final Map<Fault, Symptom> symptoms = new LinkedHashMap<>();
  private final Map<Fault, Duration> passes = new LinkedHashMap<>();
  private final Map<Action, Duration> lasts = new EnumMap<>(Action.class);
  private final Map<Action, Double> costs = new EnumMap<>(Action.class);
  private Duration people = Duration.ofHours(1);

  KnownOdds fault(Fault fault, double share) {
    shares.put(fault, share);
    return this;
  }

  KnownOdds heals(Fault fault, Action action, double probability) {
    heals.computeIfAbsent(fault, f -> new EnumMap<>(Action.class)).put(action, probability);
    return this;
  }

  KnownOdds harms(Fault fault, Action action, double probability) {
    harms.computeIfAbsent(fault, f -> new EnumMap<>(Action.class)).put(action, probability);
    return this;
  }

  /** Nine times of ten the fault shows this one, and any other fault once of ten. */
  KnownOdds shows(Fault fault, Symptom symptom) {
    symptoms.put(fault, symptom);
    return this;
  }

  /** It is over by then, for certain, and at any moment until then alike. */
  KnownOdds passes(Fault fault, Duration by) {
    passes.put(fault, by);
    return this;
  }

  KnownOdds lasts(Action action, Duration time) {
    lasts.put(action, time);
    return this;
  }

  KnownOdds costs(Action action, double share) {
    costs.put(action, share);
    return this;
  }

  KnownOdds people(Duration time) {
    people = time;
    return this;
  }

  @Override
  public Map<Fault, Double> faults(StageKind kind, Instant at) {
    return shares;
  }

  @Override
  public double shows(Fault fault, StageKind kind, Visible seen, Instant at) {
    double probability = 1;
    for (Map.Entry<Fault, Symptom> one : symptoms.entrySet()) {
      double shown = one.getKey().equals(fault) ? 0.9 : 0.1;
      probability *= seen.symptoms().contains(one.getValue()) ? shown : 1 - shown;
    }
    return probability;
  }

  @Override
  public double heals(Fault fault, Action action, Instant at) {
    return heals.getOrDefault(fault, Map.of()).getOrDefault(action, 0.0);
  }

  @Override
  public double harms(Fault fault, Action action, Instant at) {
    return harms.getOrDefault(fault, Map.of()).getOrDefault(action, 0.0);
  }

  @Override
  public double passesWithin(Fault fault, Duration age, Duration further) {
    Duration by = passes.get(fault);
    if (by == null) {
      return 0;
    }
    double left = by.minus(age).toMillis();
    return left <= 0 ? 1 : Math.min(1, further.toMillis() / left);
  }

  @Override
  public Duration lasts(Action action) {
    return lasts.getOrDefault(action, Duration.ofMinutes(1));
  }

  @Override
  public double cost(Action action) {
    return costs.getOrDefault(action, 0.0);
  }

  @Override
  public Duration people() {
    return people;
  }

  @Override
  public Duration unpaged() {
    return Duration.ofHours(2);
  }
}
