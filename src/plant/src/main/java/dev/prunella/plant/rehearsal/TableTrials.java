package dev.prunella.plant.rehearsal;

import dev.prunella.heal.FleetState;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.BestStatic;
import dev.prunella.plant.baseline.DecisionTable;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What healing by a table takes in the plant itself: seconds to recover, each trial with the same
 * faults and luck, and perfect detection. A table is tried out once. Not thread-safe.
 */
final class TableTrials implements BestStatic.Simulation {
  private final Scenario scenario;
  private final long firstSeed;
  private final int worlds;
  private final Map<DecisionTable, Result> known = new HashMap<>();

  /** Seconds to recover: the mean by case, and over all. */
  private record Result(Map<Case, Double> costs, double mean) {}

  /**
   * @param scenario with a short warm-up
   * @param firstSeed of the worlds
   * @param worlds how many, 1 or more
   */
  TableTrials(Scenario scenario, long firstSeed, int worlds) {
    this.scenario = scenario;
    this.firstSeed = firstSeed;
    this.worlds = worlds;
  }

  @Override
  public Map<Case, Double> cost(DecisionTable table) {
    return result(table).costs();
  }

  /** Mean seconds to recover, over all incidents. */
  double mean(DecisionTable table) {
    return result(table).mean();
  }

  private Result result(DecisionTable table) {
    Result result = known.get(table);
    if (result == null) {
      result = tried(table);
      known.put(table, result);
    }
    return result;
  }

  private Result tried(DecisionTable table) {
    Map<Case, double[]> sums = new LinkedHashMap<>(); // seconds, incidents
    double[] all = new double[2];
    for (long seed = firstSeed; seed < firstSeed + worlds; seed++) {
      Plant plant = new Plant(scenario, seed);
      Map<String, StageKind> kinds = kinds(plant.settings(plant.now()));
      for (Episode episode : episodes(plant, table)) {
        Case row = new Case(episode.fault().errorType(), kinds.get(episode.fault().stage()));
        for (double[] sum : List.of(all, sums.computeIfAbsent(row, none -> new double[2]))) {
          sum[0] += episode.toRecover().toSeconds();
          sum[1]++;
        }
      }
    }
    Map<Case, Double> costs = new LinkedHashMap<>();
    sums.forEach((row, sum) -> costs.put(row, sum[0] / sum[1]));
    return new Result(costs, all[0] / Math.max(1, all[1]));
  }

  private List<Episode> episodes(Plant plant, DecisionTable table) {
    Duration horizon = scenario.horizon();
    Instant end = scenario.end().plus(horizon);
    Rehearsal rehearsal =
        new Rehearsal(
            plant,
            plant.settings(plant.now()),
            Detection.PERFECT,
            new BestStatic(table),
            FleetState.onHeap(),
            scenario.period(),
            0);
    rehearsal.advanceTo(end);
    return Episode.of(plant.injections(), rehearsal.incidents(), horizon, end);
  }

  private static Map<String, StageKind> kinds(List<Settings> settings) {
    Map<String, StageKind> kinds = new HashMap<>();
    for (Settings part : settings) {
      PipelineSettings pipeline = part.getPipeline();
      if (pipeline != null) {
        for (StageSettings stage : pipeline.getStages()) {
          kinds.put(pipeline.getName() + "/" + stage.getName(), stage.getKind());
        }
      }
    }
    return kinds;
  }
}
