package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.schemas.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The best fixed table in hindsight: what the runbook would be if its author had seen many worlds
 * of the same scenario, the one that it is measured in not among them.
 */
public record BestStatic(DecisionTable table) implements Contestant {

  /** Rows have at most so many steps. */
  private static final int STEPS = 3;

  /** After so many rounds the search ends, whether or not it still finds something. */
  private static final int ROUNDS = 4;

  /** What may stand in a row; a page ends it. */
  private static final List<Action> CHOICES =
      List.of(
          Action.RETRY_WITH_BACKOFF,
          Action.RESTART,
          Action.SCALE_OUT,
          Action.SCALE_UP,
          Action.SCALE_IN,
          Action.THROTTLE,
          Action.RESCHEDULE,
          Action.REROUTE,
          Action.APPLY_SCHEMA_REMAP,
          Action.ROLL_BACK,
          Action.QUARANTINE,
          Action.CANCEL_BLOCKING_QUERY,
          Action.WAIT,
          Action.PAGE_HUMAN);

  /** What healing by a table costs. */
  public interface Simulation {

    /**
     * Mean cost of an incident of each case that was met, the lower the better. The table may have
     * any steps in every row.
     */
    Map<Case, Double> cost(DecisionTable table);
  }

  @Override
  public String name() {
    return "best-static";
  }

  @Override
  public Policies on(Truth truth, History history) {
    TablePolicy policy = new TablePolicy(name(), table, history);
    return (settings, learned) -> policy;
  }

  /** The best rows of two searches, one from the runbook and one from nothing. */
  public static DecisionTable search(Simulation simulation) {
    return best(
        List.of(search(Runbook.TABLE, simulation), search(new DecisionTable(Map.of()), simulation)),
        simulation);
  }

  /**
   * Of each row the one that costs least among those of the tables.
   *
   * @param tables not empty; of equals the first
   */
  public static DecisionTable best(List<DecisionTable> tables, Simulation simulation) {
    DecisionTable best = tables.get(0);
    Map<Case, Double> least = new LinkedHashMap<>();
    for (DecisionTable table : tables) {
      for (Map.Entry<Case, Double> cost : simulation.cost(table).entrySet()) {
        Case row = cost.getKey();
        if (cost.getValue() < least.getOrDefault(row, Double.MAX_VALUE)) {
          least.put(row, cost.getValue());
          best = best.with(row, table.steps(row));
        }
      }
    }
    return best;
  }

  /**
   * Coordinate search: step by step of each row, the action is kept that costs least while the rest
   * of the row stays. The rows are searched all at once, as what is done about one case hardly
   * costs another.
   *
   * @param start where the search begins: rows that are never met stay as they are there
   */
  public static DecisionTable search(DecisionTable start, Simulation simulation) {
    DecisionTable best = start;
    Map<Case, Double> costs = new LinkedHashMap<>(simulation.cost(start));
    boolean found = true;
    for (int round = 0; found && round < ROUNDS; round++) {
      found = false;
      for (int step = 0; step < STEPS; step++) {
        for (Action action : CHOICES) {
          DecisionTable next = changed(best, costs.keySet(), step, action);
          for (Map.Entry<Case, Double> cost : simulation.cost(next).entrySet()) {
            Case row = cost.getKey();
            if (cost.getValue() < costs.getOrDefault(row, Double.MAX_VALUE)) {
              costs.put(row, cost.getValue());
              best = best.with(row, next.steps(row));
              found = true;
            }
          }
        }
      }
    }
    return best;
  }

  private static DecisionTable changed(
      DecisionTable table, Set<Case> rows, int step, Action action) {
    DecisionTable next = table;
    for (Case row : rows) {
      next = next.with(row, changed(table.steps(row), step, action));
    }
    return next;
  }

  /** The row with another action at this step, or as its last one if it is shorter. */
  private static List<Action> changed(List<Action> row, int step, Action action) {
    List<Action> next = new ArrayList<>(row.subList(0, Math.min(step, row.size())));
    if (action != Action.PAGE_HUMAN) {
      next.add(action);
      next.addAll(row.subList(Math.min(step + 1, row.size()), row.size()));
    }
    return next;
  }
}
