package dev.prunella.plant.evaluate;

import dev.prunella.heal.FleetState;
import dev.prunella.plant.Injection;
import dev.prunella.plant.Plant;
import dev.prunella.plant.Slo;
import dev.prunella.plant.baseline.Contestant;
import dev.prunella.plant.rehearsal.Detection;
import dev.prunella.plant.rehearsal.Rehearsal;
import dev.prunella.plant.rehearsal.Warmed;
import dev.prunella.plant.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Runs trials. Those of one scenario and seed share their warm-up if they come soon after each
 * other. Safe for use by several threads.
 */
public final class TrialRunner implements Function<Trial, TrialResult> {

  /** Of perfect detection, which has nothing to learn: until queues are as they usually are. */
  private static final Duration SHORT_WARM_UP = Duration.ofHours(1);

  /** How often it is looked whether the last fault is over. */
  private static final Duration TAIL = Duration.ofMinutes(10);

  /** No fault can be seen to come for longer before it hurts. */
  private static final Duration LONGEST_RAMP = Duration.ofDays(1);

  private final Contestants contestants = new Contestants();
  private final Map<World, FutureTask<Warmed>> warmed = new LinkedHashMap<>();
  private final int kept;
  private final LongAdder stageSteps = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  private record World(String scenario, long seed) {}

  /**
   * @param threads that will use it: so many warm-ups are kept, and one more
   */
  public TrialRunner(int threads) {
    kept = threads + 1;
  }

  @Override
  public TrialResult apply(Trial trial) {
    long begin = System.nanoTime();
    TrialResult result = play(trial, detection -> detection);
    stageSteps.add(result.stageSteps());
    nanos.add(System.nanoTime() - begin);
    return result;
  }

  /** Steps of simulated stages that were taken so far. */
  public long stageSteps() {
    return stageSteps.sum();
  }

  /** Seconds that all threads together took for them, detection and decisions included. */
  public double seconds() {
    return nanos.sum() / 1e9;
  }

  /** The same trial again, with one fault's pipeline recorded. */
  public Timeline record(Trial trial, EpisodeResult episode) {
    Recorder recorder = new Recorder(trial, episode);
    play(trial, recorder::watching);
    return recorder.timeline();
  }

  private TrialResult play(Trial trial, UnaryOperator<Detection> watched) {
    Scenario scenario = scenario(trial);
    Contestant contestant = contestants.of(trial.policy(), scenario);
    Rehearsal rehearsal = begun(trial, scenario, contestant, watched);
    Plant plant = rehearsal.plant();
    Slo before = slo(plant);
    rehearsal.advanceTo(scenario.end());
    Slo kept = slo(plant).since(before);
    for (Instant now = scenario.end(); goesOn(plant, scenario, now); ) {
      now = now.plus(TAIL);
      rehearsal.advanceTo(now);
    }
    FleetMap fleet = new FleetMap(plant.settings(scenario.start()));
    Measurement measured =
        new Measurement(
            scenario,
            fleet,
            plant.odds(),
            plant.injections(),
            plant.deeds(),
            rehearsal.incidents());
    List<String> violations =
        new GuardrailCheck(plant.settings(scenario.start()))
            .violations(rehearsal.commands(), rehearsal.outcomes());
    return new TrialResult(
        trial.scenario().name(),
        trial.seed(),
        trial.policy(),
        measured.episodes(),
        measured.idle(),
        kept.minutes(),
        kept.violated(),
        rehearsal.incidents().size(),
        measured.falseAlarms(),
        violations.size(),
        steps(scenario, plant));
  }

  /** Of all pipelines together. */
  private static Slo slo(Plant plant) {
    return plant.slo().values().stream().reduce(Slo::plus).orElseThrow();
  }

  private static boolean goesOn(Plant plant, Scenario scenario, Instant now) {
    for (Injection fault : plant.injections()) {
      Instant since = fault.hurtsAt().orElse(now);
      boolean lasts = fault.recoveredAt().isEmpty() && now.isBefore(since.plus(scenario.horizon()));
      if (lasts && now.isBefore(fault.startedAt().plus(LONGEST_RAMP).plus(scenario.horizon()))) {
        return true;
      }
    }
    return false;
  }

  private static long steps(Scenario scenario, Plant plant) {
    Duration worked = Duration.between(scenario.troubleFrom(), plant.now());
    return scenario.stageCount() * (worked.toMillis() / scenario.period().toMillis());
  }

  /**
   * With perfect detection nothing is learned before, but what comes is at the same time of day.
   */
  private static Scenario scenario(Trial trial) {
    Scenario scenario = trial.scenario();
    boolean shorter = scenario.warmUp().compareTo(SHORT_WARM_UP) > 0;
    return trial.perfectDetection() && shorter
        ? scenario.withStart(scenario.troubleFrom().minus(SHORT_WARM_UP)).withWarmUp(SHORT_WARM_UP)
        : scenario;
  }

  private Rehearsal begun(
      Trial trial, Scenario scenario, Contestant contestant, UnaryOperator<Detection> watched) {
    if (!trial.perfectDetection()) {
      return warmed(trial, scenario).with(contestant, trial.seed(), watched);
    }
    Plant plant = new Plant(scenario, trial.seed());
    Rehearsal rehearsal =
        new Rehearsal(
            plant,
            plant.settings(plant.now()),
            watched.apply(Detection.PERFECT),
            contestant,
            FleetState.onHeap(),
            scenario.period(),
            trial.seed());
    rehearsal.advanceTo(scenario.troubleFrom());
    return rehearsal;
  }

  private Warmed warmed(Trial trial, Scenario scenario) {
    World world = new World(scenario.name(), trial.seed());
    FutureTask<Warmed> task;
    synchronized (warmed) {
      task =
          warmed.computeIfAbsent(
              world, w -> new FutureTask<>(() -> new Warmed(scenario, trial.seed())));
      if (warmed.size() > kept) {
        warmed.remove(warmed.keySet().iterator().next());
      }
    }
    task.run(); // does nothing if another thread does it, or did
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the trial was broken off", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the warm-up of " + trial + " failed", e.getCause());
    }
  }
}
