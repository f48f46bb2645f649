package dev.prunella.plant.rehearsal;

import dev.prunella.heal.FleetState;
import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.Contestant;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Detectors that have learned what is usual in a plant before anything breaks. It is learned once:
 * each contestant begins with a copy of what they know, on a plant that has come just as far. What
 * they found meanwhile was nothing, and is not told. Safe for use by several threads.
 */
public final class Warmed {
  private final Scenario scenario;
  private final long seed;
  private final List<Settings> settings;
  private final DetectorWatch watch;

  /**
   * Warms up.
   *
   * @param seed of the world
   */
  public Warmed(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.seed = seed;
    Plant plant = new Plant(scenario, seed);
    settings = plant.settings(plant.now());
    watch = new DetectorWatch(settings, signal -> {});
    Output told = new Told(watch);
    Duration step = scenario.period();
    for (Instant now = plant.now().plus(step);
        !now.isAfter(scenario.troubleFrom());
        now = now.plus(step)) {
      plant.advanceTo(now, told);
      watch.onTime(now);
    }
  }

  /**
   * A loop at the end of the warm-up.
   *
   * @param decisions seed of the decisions
   */
  public Rehearsal with(Contestant contestant, long decisions) {
    return with(contestant, decisions, UnaryOperator.identity());
  }

  /**
   * The same, with somebody who listens to the detectors.
   *
   * @param overheard gets what watches, and gives what watches instead
   */
  public Rehearsal with(Contestant contestant, long decisions, UnaryOperator<Detection> overheard) {
    Plant plant = new Plant(scenario, seed);
    plant.advanceTo(scenario.troubleFrom(), Output.unheard());
    Detection detection = (same, parts, out) -> watch.copy(parts, out);
    return new Rehearsal(
        plant,
        settings,
        overheard.apply(detection),
        contestant,
        FleetState.onHeap(),
        scenario.period(),
        decisions);
  }

  private record Told(DetectorWatch watch) implements Output {

    @Override
    public void telemetry(Telemetry telemetry) {
      watch.telemetry(telemetry);
    }

    @Override
    public void schema(SchemaEvent event) {
      watch.schema(event);
    }

    @Override
    public void outcome(Outcome outcome) {
      // nothing is wrong yet that people could repair
    }
  }
}
