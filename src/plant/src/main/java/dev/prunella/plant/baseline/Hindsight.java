package dev.prunella.plant.baseline;

import dev.prunella.plant.baseline.BestStatic.Simulation;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.plant.baseline.Toll.Step;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.GuardrailSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table would have cost in incidents that are over, by the odds of their worlds rather than
 * by luck: the mean over all that could have come of each step. Not thread-safe.
 */
public final class Hindsight implements Simulation {

  private record Past(Toll toll, Fault fault, Set<Action> permitted) {}

  private final Map<Case, List<Past>> incidents;
  private final double reluctance;

  /** Of no incidents yet. */
  public Hindsight() {
    this(new LinkedHashMap<>(), 0);
  }

  private Hindsight(Map<Case, List<Past>> incidents, double reluctance) {
    this.incidents = incidents;
    this.reluctance = reluctance;
  }

  /**
   * The same incidents, seen by somebody who does not like to call people.
   *
   * @param seconds that each time costs beyond what the odds say of it, 0 or more: where work piles
   *     up meanwhile, the time of people costs more than it lasts
   */
  public Hindsight reluctant(double seconds) {
    return new Hindsight(incidents, seconds);
  }

  /**
   * An incident that was.
   *
   * @param row what it looked like, and where
   * @param fault what was behind it
   * @param permitted what may be done to the stage
   * @param at when it began
   */
  public void add(
      Case row,
      Fault fault,
      Set<Action> permitted,
      Odds odds,
      GuardrailSettings limits,
      Instant at) {
    incidents
        .computeIfAbsent(row, none -> new ArrayList<>())
        .add(new Past(new Toll(odds, limits, at), fault, Set.copyOf(permitted)));
  }

  /** How many incidents there are. */
  public int size() {
    return incidents.values().stream().mapToInt(List::size).sum();
  }

  @Override
  public Map<Case, Double> cost(DecisionTable table) {
    Map<Case, Double> costs = new LinkedHashMap<>();
    incidents.forEach(
        (row, all) -> {
          List<Action> steps = table.steps(row);
          costs.put(row, all.stream().mapToDouble(one -> cost(one, steps)).average().orElse(0));
        });
    return costs;
  }

  private double cost(Past incident, List<Action> steps) {
    double seconds = 0;
    double lasts = 1;
    double age = 0;
    int actions = incident.toll().limits().getMaxSteps();
    int waits = actions;
    for (Action action : steps) {
      boolean wait = action == Action.WAIT;
      if (wait ? waits-- > 0 : incident.permitted().contains(action) && actions-- > 0) {
        Step step =
            wait
                ? incident.toll().await(incident.fault(), age)
                : incident.toll().act(incident.fault(), action, age);
        seconds += lasts * step.seconds();
        lasts *= step.lasts();
        age += step.until();
      }
    }
    return seconds + lasts * (reluctance + incident.toll().page(incident.fault(), age));
  }
}
