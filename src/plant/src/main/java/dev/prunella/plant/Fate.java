package dev.prunella.plant;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.world.World;
import dev.prunella.schemas.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * All that will go wrong, drawn before the plant begins to work: what is done about one fault
 * changes nothing of the next.
 */
final class Fate {

  /** A gap between two faults is at most so many mean gaps. */
  private static final double LONGEST_GAP = 4;

  /** A fault that comes and goes is there, and gone, for so long; assumptions. */
  private static final double[] ON_MINUTES = {6, 16};

  private static final double[] OFF_MINUTES = {4, 12};

  /** A fault that spreads does so after so long; an assumption. */
  private static final double[] SPREADS_MINUTES = {3, 10};

  private final Scenario scenario;
  private final World world;
  private final Map<String, Pipeline> pipelines;
  private final List<Stage> all = new ArrayList<>();

  Fate(Scenario scenario, World world, Map<String, Pipeline> pipelines) {
    this.scenario = scenario;
    this.world = world;
    this.pipelines = pipelines;
    pipelines.values().forEach(pipeline -> all.addAll(List.of(pipeline.stages())));
  }

  /** A fault at a time, before it has a number. */
  private record Begin(Instant at, String pipeline, Optional<PlannedFault> planned) {}

  /** Every fault in the order in which they begin. */
  List<ActiveFault> faults() {
    List<Begin> begins = new ArrayList<>();
    for (PlannedFault planned : scenario.faults().planned()) {
      Instant at = scenario.troubleFrom().plus(planned.at());
      begins.add(new Begin(at, planned.pipeline(), Optional.of(planned)));
    }
    begins.addAll(drawn());
    begins.sort(Comparator.comparing(Begin::at)); // stable
    List<ActiveFault> faults = new ArrayList<>();
    for (Begin begin : begins) {
      fault(begin, faults.size()).ifPresent(faults::add);
    }
    return faults;
  }

  private List<Begin> drawn() {
    FaultSpec spec = scenario.faults();
    List<Begin> begins = new ArrayList<>();
    if (spec.meanGap().isZero()) {
      return begins;
    }
    RandomGenerator random = world.chance().stream("faults");
    List<String> names = List.copyOf(pipelines.keySet());
    Map<String, Instant> free = new HashMap<>();
    Instant at = scenario.troubleFrom().plus(gap(spec, random));
    while (at.isBefore(scenario.end())) {
      long together = Math.round(spec.atOnce().at(random.nextDouble()));
      for (int i = 0; i < together; i++) {
        String pipeline = names.get(random.nextInt(names.size()));
        for (int more = 0; more < names.size() && at.isBefore(free(free, pipeline)); more++) {
          pipeline = names.get((names.indexOf(pipeline) + 1) % names.size());
        }
        if (!at.isBefore(free(free, pipeline))) {
          free.put(pipeline, at.plus(spec.spacing()));
          begins.add(new Begin(at, pipeline, Optional.empty()));
        }
      }
      at = at.plus(gap(spec, random));
    }
    return begins;
  }

  private static Instant free(Map<String, Instant> free, String pipeline) {
    return free.getOrDefault(pipeline, Instant.MIN);
  }

  private static Duration gap(FaultSpec spec, RandomGenerator random) {
    double gaps = Math.min(LONGEST_GAP, random.nextExponential());
    return Duration.ofMillis(1000 + (long) (spec.meanGap().toMillis() * gaps));
  }

  private Optional<ActiveFault> fault(Begin begin, int number) {
    Pipeline pipeline = pipelines.get(begin.pipeline());
    RandomGenerator random = world.chance().stream("fault", number);
    Stage origin;
    Fault fault;
    if (begin.planned().isPresent()) {
      PlannedFault planned = begin.planned().get();
      fault = Fault.named(planned.fault());
      origin = planned.stage().isEmpty() ? null : pipeline.stage(planned.stage());
      List<Stage> stages = where(pipeline, fault);
      if (origin == null && stages.isEmpty()) {
        throw new IllegalArgumentException(
            "no stage of %s can have the fault '%s': it begins at %s"
                .formatted(pipeline.name, fault, fault.kinds()));
      }
      Stage drawn = stages.isEmpty() ? null : stages.get(random.nextInt(stages.size()));
      origin = origin == null ? drawn : origin;
    } else {
      List<Stage> stages = new ArrayList<>();
      for (Stage stage : pipeline.stages()) {
        if (!world.faults(stage.kind, begin.at()).isEmpty()) {
          stages.add(stage);
        }
      }
      if (stages.isEmpty()) {
        return Optional.empty();
      }
      origin = stages.get(random.nextInt(stages.size()));
      fault = world.fault(origin.kind, begin.at(), random);
    }
    Visible visible = world.visible(fault, begin.at(), random);
    ErrorType given = begin.planned().map(PlannedFault::shownAs).orElse(ErrorType.UNKNOWN);
    if (given != ErrorType.UNKNOWN) {
      visible = new Visible(given, visible.symptoms());
    }
    return Optional.of(
        new ActiveFault(
            fault,
            course(fault, begin.at(), number),
            visible,
            pipeline,
            origin,
            neighbours(origin),
            sharers(origin)));
  }

  private static List<Stage> where(Pipeline pipeline, Fault fault) {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : pipeline.stages()) {
      if (fault.kinds().contains(stage.kind)) {
        stages.add(stage);
      }
    }
    return stages;
  }

  private ActiveFault.Course course(Fault fault, Instant at, int number) {
    FaultSpec spec = scenario.faults();
    RandomGenerator random = world.chance().stream("course", number);
    double flaps = random.nextDouble();
    double spreads = random.nextDouble();
    long on = millis(ON_MINUTES, random);
    long off = millis(OFF_MINUTES, random);
    long spreadsAfter = millis(SPREADS_MINUTES, random);
    double flood = fault.flood().at(random.nextDouble());
    long started = at.toEpochMilli();
    long ramp = world.ramp(fault, number).toMillis();
    Duration passes = world.passesAfter(fault, number);
    boolean comesAndGoes = flaps < spec.flapping();
    return new ActiveFault.Course(
        number,
        world.regime(fault, at),
        started,
        ramp,
        passes == null ? ActiveFault.NEVER : started + ramp + passes.toMillis(),
        started + ramp + world.found(at, number).toMillis(),
        comesAndGoes ? on : 0,
        comesAndGoes ? off : 0,
        spreads < spec.cascading() ? started + ramp + spreadsAfter : ActiveFault.NEVER,
        flood,
        started + (long) (1000 * fault.passes().at(random.nextDouble())));
  }

  private static long millis(double[] minutes, RandomGenerator random) {
    return (long) (60_000 * (minutes[0] + (minutes[1] - minutes[0]) * random.nextDouble()));
  }

  /** Those that come after a stage, or are started by it. */
  private static List<Stage> neighbours(Stage origin) {
    return origin instanceof Orchestration starter
        ? List.copyOf(starter.batches)
        : List.copyOf(origin.next);
  }

  private List<Stage> sharers(Stage origin) {
    if (origin.resource == null) {
      return List.of();
    }
    return all.stream().filter(s -> s.resource == origin.resource && s != origin).toList();
  }
}
