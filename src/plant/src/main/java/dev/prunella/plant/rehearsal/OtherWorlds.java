package dev.prunella.plant.rehearsal;

import dev.prunella.diagnose.PipelineGraph;
import dev.prunella.plant.Injection;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.BestStatic;
import dev.prunella.plant.baseline.DecisionTable;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.plant.baseline.Hindsight;
import dev.prunella.plant.baseline.Permitted;
import dev.prunella.plant.baseline.Runbook;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.TableChange;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds the best fixed table for a scenario, by worlds that nobody is measured in. */
public final class OtherWorlds {

  /** Seeds of these worlds begin here; whoever measures takes lower ones. */
  public static final long FIRST_SEED = 1_000_000_007L;

  /** So many incidents are enough for a row of each case, ... */
  private static final int ENOUGH = 6000;

  /** ... but they are to come from so many worlds. */
  private static final int LEAST_WORLDS = 20;

  private static final int MOST_WORLDS = 200;

  /** A page as dear as an hour. */
  private static final double RELUCTANCE = 3600;

  /** Steps of stages that are simulated to try a table out, about; some seconds on one core. */
  private static final double STAGE_STEPS = 4e6;

  private static final int MOST_TRIED = 12;

  /** Perfect detection needs no longer one. */
  private static final Duration WARM_UP = Duration.ofHours(1);

  /** So many incidents of one world count: none is to outweigh the others. */
  private static final int MOST = 300;

  private static final Set<TableChange> BREAKING =
      EnumSet.of(TableChange.DROPPED, TableChange.RENAMED, TableChange.RETYPED);

  private OtherWorlds() {}

  /**
   * The best fixed table for a scenario; always the same one. It is searched row by row by the odds
   * of many worlds, twice: as they are, and with a reluctance to call people. What comes of both,
   * and the runbook, are then tried out in some worlds more, and the best of each row is put
   * together. Which of all of these is best is told by worlds that none of them was made from.
   */
  public static BestStatic bestStatic(Scenario scenario) {
    List<DecisionTable> tables = new ArrayList<>();
    Hindsight hindsight = hindsight(scenario);
    tables.add(BestStatic.search(hindsight));
    int worlds = worlds(scenario);
    if (worlds == 0) {
      return new BestStatic(tables.get(0));
    }
    tables.add(BestStatic.search(hindsight.reluctant(RELUCTANCE)));
    tables.add(Runbook.TABLE);
    Scenario played = scenario.withWarmUp(WARM_UP);
    long from = FIRST_SEED + MOST_WORLDS;
    int half = worlds / 2;
    if (half > 0) {
      tables.add(BestStatic.best(tables, new TableTrials(played, from, half)));
    }
    TableTrials judge = new TableTrials(played, from + half, worlds - half);
    return new BestStatic(
        Collections.min(tables, Comparator.comparingDouble(judge::mean))); // of equals the first
  }

  /** In how many worlds a table is tried out; none if that takes too long. */
  private static int worlds(Scenario scenario) {
    double steps = scenario.length().plus(scenario.horizon()).dividedBy(scenario.period());
    return (int) Math.min(MOST_TRIED, STAGE_STEPS / (steps * scenario.stageCount()));
  }

  private static Hindsight hindsight(Scenario scenario) {
    Hindsight hindsight = new Hindsight();
    for (int world = 0; world < MOST_WORLDS; world++) {
      if (world < LEAST_WORLDS || hindsight.size() < ENOUGH) {
        look(scenario, FIRST_SEED + world, hindsight);
      }
    }
    return hindsight;
  }

  /** All that goes wrong in one of them. */
  private static void look(Scenario scenario, long seed, Hindsight hindsight) {
    Plant plant = new Plant(scenario, seed);
    List<Settings> settings = plant.settings(plant.now());
    List<PipelineSettings> pipelines =
        settings.stream().map(Settings::getPipeline).filter(Objects::nonNull).toList();
    PipelineGraph graph = new PipelineGraph(pipelines);
    GuardrailSettings limits =
        settings.stream()
            .map(Settings::getGuardrails)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    List<Injection> fate = plant.fate();
    for (Injection injection : fate.subList(0, Math.min(MOST, fate.size()))) {
      StageSettings stage = graph.stage(injection.stage());
      hindsight.add(
          new Case(injection.errorType(), stage.getKind()),
          Fault.named(injection.fault()),
          permitted(stage, injection),
          plant.odds(),
          limits,
          injection.startedAt());
    }
  }

  /** A remap needs a schema that is seen to have changed so that its readers break. */
  private static Set<Action> permitted(StageSettings stage, Injection injection) {
    Set<Action> permitted = Permitted.on(stage);
    boolean known =
        injection.visible().symptoms().contains(Symptom.SCHEMA_CHANGED)
            && BREAKING.contains(Fault.named(injection.fault()).table());
    if (!known) {
      permitted.remove(Action.APPLY_SCHEMA_REMAP);
    }
    return permitted;
  }
}
