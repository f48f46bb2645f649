package dev.prunella.plant.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The script of a simulation. With a seed it says all that happens. Immutable.
 *
 * @param name of the scenario
 * @param about one or two sentences for people; may be empty
 * @param fleet name of the fleet
 * @param start when the plant begins to work, in simulated time
 * @param period between two measurements, 1 s or more
 * @param warmUp before anything breaks, zero or more; detectors learn meanwhile what is usual
 * @param length for which things break, after the warm-up; {@code period} or more
 * @param horizon an episode that is not healed counts as this long; more than zero
 * @param pipelines not empty; every name of a copy once
 * @param resources what stages share
 * @param load how much arrives
 * @param telemetry how well it can be seen
 * @param faults what goes wrong
 * @param world what worlds are drawn from
 * @param people what people do
 * @param shifts moments from which on another action is right; each within the length
 * @param seeds that it is played with if nobody says otherwise; not empty, each 0 or more, once
 */
public record Scenario(
    String name,
    String about,
    String fleet,
    Instant start,
    Duration period,
    Duration warmUp,
    Duration length,
    Duration horizon,
    List<PipelineSpec> pipelines,
    List<ResourceSpec> resources,
    LoadSpec load,
    TelemetrySpec telemetry,
    FaultSpec faults,
    WorldSpec world,
    PeopleSpec people,
    List<Shift> shifts,
    List<Long> seeds) {

  /** A Monday. */
  public static final Instant START = Instant.parse("2026-01-12T00:00:00Z");

  /** CloudWatch streams metrics about twice a minute at best. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  /** With one day only, the time of day is no season yet. */
  public static final Duration WARM_UP = Duration.ofDays(2);

  public static final Duration LENGTH = Duration.ofDays(2);

  public static final Duration HORIZON = Duration.ofHours(6);

  /** The pipelines of {@link #of}. */
  public static final List<String> PIPELINES =
      List.of("orders", "payments", "customers", "inventory", "shipments", "clicks");

  public Scenario {
    pipelines = List.copyOf(pipelines);
    resources = List.copyOf(resources);
    shifts = List.copyOf(shifts);
    seeds = List.copyOf(seeds);
    Expect.name("name", name);
    Expect.name("fleet", fleet);
    Expect.that(period.compareTo(Duration.ofSeconds(1)) >= 0, "period", period, "1 s or more");
    Expect.notNegative("warmUp", warmUp);
    Expect.that(length.compareTo(period) >= 0, "length", length, period + " or more");
    Expect.positive("horizon", horizon);
    Expect.that(!pipelines.isEmpty(), "pipelines", pipelines, "one or more");
    Expect.distinct(
        "pipelines", pipelines.stream().flatMap(each -> each.names().stream()).toList());
    Expect.distinct("resources", resources.stream().map(ResourceSpec::name).toList());
    for (PipelineSpec pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        checkResource(pipeline, stage, resources);
      }
    }
    for (PlannedFault fault : faults.planned()) {
      checkPlanned(fault, pipelines, length);
    }
    for (Shift shift : shifts) {
      Expect.that(shift.at().compareTo(length) < 0, "a shift's at", shift.at(), "below " + length);
    }
    Expect.that(!seeds.isEmpty(), "seeds", seeds, "one or more");
    Expect.that(seeds.stream().allMatch(seed -> seed >= 0), "seeds", seeds, "0 or more each");
    Expect.distinct("seeds", seeds);
  }

  private static void checkResource(
      PipelineSpec pipeline, StageSpec stage, List<ResourceSpec> resources) {
    String name = pipeline.name() + "/" + stage.name();
    Expect.that(
        stage.resource().isEmpty()
            || resources.stream().anyMatch(each -> each.name().equals(stage.resource())),
        name + ": resource",
        "'" + stage.resource() + "'",
        "one of " + resources.stream().map(ResourceSpec::name).toList());
  }

  private static void checkPlanned(
      PlannedFault fault, List<PipelineSpec> pipelines, Duration length) {
    Optional<PipelineSpec> pipeline =
        pipelines.stream().filter(each -> each.names().contains(fault.pipeline())).findFirst();
    Expect.that(
        pipeline.isPresent(),
        "the pipeline of a planned fault",
        "'" + fault.pipeline() + "'",
        "one of " + pipelines.stream().flatMap(each -> each.names().stream()).limit(20).toList());
    Expect.that(
        fault.stage().isEmpty() || pipeline.orElseThrow().stage(fault.stage()).isPresent(),
        "the stage of a planned fault",
        "'" + fault.stage() + "'",
        "a stage of " + fault.pipeline());
    Expect.that(
        fault.at().compareTo(length) < 0, "a planned fault's at", fault.at(), "below " + length);
  }

  /** Six usual pipelines for two days, after a warm-up of two, with the usual faults. */
  public static Scenario of(String name) {
    return new Scenario(
        name,
        "",
        "plant",
        START,
        PERIOD,
        WARM_UP,
        LENGTH,
        HORIZON,
        PIPELINES.stream().map(PipelineSpec::usual).toList(),
        List.of(),
        LoadSpec.USUAL,
        TelemetrySpec.USUAL,
        FaultSpec.USUAL,
        WorldSpec.USUAL,
        PeopleSpec.USUAL,
        List.of(),
        List.of(1L, 2L, 3L));
  }

  /** The same, and nothing goes wrong. */
  public static Scenario calm(String name) {
    return of(name).withFaults(FaultSpec.NONE);
  }

  /** When the warm-up is over. */
  public Instant troubleFrom() {
    return start.plus(warmUp);
  }

  /** When it is over. */
  public Instant end() {
    return troubleFrom().plus(length);
  }

  /** The names of all pipelines, copies included. */
  public List<String> pipelineNames() {
    return pipelines.stream().flatMap(each -> each.names().stream()).toList();
  }

  /**
   * What the pipeline of this name, which may be a copy, is made from.
   *
   * @throws IllegalArgumentException if there is none
   */
  public PipelineSpec pipeline(String pipeline) {
    return pipelines.stream()
        .filter(each -> each.names().contains(pipeline))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no pipeline '%s'; known are %s"
                        .formatted(pipeline, pipelineNames())));
  }

  /** How many stages there are, copies included. */
  public long stageCount() {
    return pipelines.stream().mapToLong(each -> (long) each.copies() * each.stages().size()).sum();
  }

  public Scenario withName(String other) {
    return new Scenario(
        other, about, fleet, start, period, warmUp, length, horizon, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withFleet(String fleetName) {
    return new Scenario(
        name, about, fleetName, start, period, warmUp, length, horizon, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withStart(Instant begin) {
    return new Scenario(
        name, about, fleet, begin, period, warmUp, length, horizon, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  /** The same, measured this often. */
  public Scenario withPeriod(Duration measured) {
    return new Scenario(
        name, about, fleet, start, measured, warmUp, length, horizon, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withWarmUp(Duration calm) {
    return new Scenario(
        name, about, fleet, start, period, calm, length, horizon, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withLength(Duration trouble) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, trouble, horizon, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withHorizon(Duration longest) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, longest, pipelines, resources, load,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withPipelines(PipelineSpec... specs) {
    return new Scenario(
        name,
        about,
        fleet,
        start,
        period,
        warmUp,
        length,
        horizon,
        List.of(specs),
        resources,
        load,
        telemetry,
        faults,
        world,
        people,
        shifts,
        seeds);
  }

  /** The same with usual pipelines of these names. */
  public Scenario withPipelines(String... names) {
    return withPipelines(Stream.of(names).map(PipelineSpec::usual).toArray(PipelineSpec[]::new));
  }

  /** The same with these pipelines on these resources. */
  public Scenario withPipelines(List<PipelineSpec> specs, List<ResourceSpec> shared) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, horizon, specs, shared, load, telemetry,
        faults, world, people, shifts, seeds);
  }

  public Scenario withLoad(LoadSpec arriving) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, horizon, pipelines, resources, arriving,
        telemetry, faults, world, people, shifts, seeds);
  }

  public Scenario withTelemetry(TelemetrySpec visible) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, horizon, pipelines, resources, load,
        visible, faults, world, people, shifts, seeds);
  }

  public Scenario withFaults(FaultSpec wrong) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, horizon, pipelines, resources, load,
        telemetry, wrong, world, people, shifts, seeds);
  }

  public Scenario withWorld(WorldSpec drawn) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, horizon, pipelines, resources, load,
        telemetry, faults, drawn, people, shifts, seeds);
  }

  public Scenario withPeople(PeopleSpec onCall) {
    return new Scenario(
        name, about, fleet, start, period, warmUp, length, horizon, pipelines, resources, load,
        telemetry, faults, world, onCall, shifts, seeds);
  }

  public Scenario withShifts(Shift... moments) {
    return new Scenario(
        name,
        about,
        fleet,
        start,
        period,
        warmUp,
        length,
        horizon,
        pipelines,
        resources,
        load,
        telemetry,
        faults,
        world,
        people,
        List.of(moments),
        seeds);
  }

  public Scenario withSeeds(Long... given) {
    return new Scenario(
        name,
        about,
        fleet,
        start,
        period,
        warmUp,
        length,
        horizon,
        pipelines,
        resources,
        load,
        telemetry,
        faults,
        world,
        people,
        shifts,
        List.of(given));
  }
}
