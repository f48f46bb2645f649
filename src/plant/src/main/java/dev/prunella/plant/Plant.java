package dev.prunella.plant;

import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.world.Odds;
import dev.prunella.plant.world.World;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A fleet of simulated pipelines in simulated time. It moves from one measurement to the next;
 * between them nothing happens. The same scenario, seed and commands give the same output, however
 * far each call of {@link #advanceTo} goes, and whoever listened before. What goes wrong, what
 * arrives and how lucky each try of an action is does not depend on what was done elsewhere. Not
 * thread-safe.
 */
public final class Plant {
  private static final String EXECUTOR = "plant";

  private final Scenario scenario;
  private final World world;
  private final Probe probe;
  private final long period; // milliseconds
  private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final List<ActiveFault> fated;
  private final List<ActiveFault> live = new ArrayList<>(); // begun, and something may be seen
  private int begun; // of those fated
  private final Map<String, Errand> errands = new LinkedHashMap<>(); // by command id
  private final List<Errand> underway = new ArrayList<>();
  private final Map<String, Integer> idleTries = new HashMap<>(); // by stage and action
  private final List<Repair> repairs = new ArrayList<>();
  private long now;
  private boolean written; // the tables, at first

  /** People who were called, and will have found it by then. */
  private record Repair(Instant at, Command page, Pipeline pipeline) {}

  /**
   * A plant that has just begun to work.
   *
   * @param seed of the world and of all that happens by chance in it
   * @throws IllegalArgumentException if the scenario names a fault that there is none of, or at a
   *     stage where it cannot begin
   */
  public Plant(Scenario scenario, long seed) {
    this.scenario = scenario;
    world = new World(scenario, seed);
    probe = new Probe(scenario.fleet(), scenario.telemetry(), world.chance());
    period = scenario.period().toMillis();
    now = scenario.start().toEpochMilli();
    scenario
        .resources()
        .forEach(
            spec -> {
              double capacity = spec.capacity().at(world.chance().draw("capacity", spec.name()));
              resources.put(spec.name(), new Resource(spec.name(), capacity));
            });
    scenario
        .pipelines()
        .forEach(
            spec ->
                spec.names()
                    .forEach(
                        name ->
                            pipelines.put(
                                name,
                                new Pipeline(name, spec, scenario, resources, world.chance()))));
    fated = new Fate(scenario, world, pipelines).faults();
  }

  /** How far its time has come. */
  public Instant now() {
    return Instant.ofEpochMilli(now);
  }

  /** Works until then, and shows in the order of time what can be seen of it. */
  public void advanceTo(Instant time, Output out) {
    long until = time.toEpochMilli();
    while (now + period <= until) {
      now += period;
      step(out);
    }
  }

  private void step(Output out) {
    probe.turn(now, out);
    begin();
    carryOut();
    repair(out);
    strain();
    write(out);
    for (Resource resource : resources.values()) {
      resource.settle();
    }
    double seconds = period / 1000.0;
    for (Pipeline pipeline : pipelines.values()) {
      pipeline.step(now, seconds, probe);
    }
    show();
  }

  private void begin() {
    while (begun < fated.size() && fated.get(begun).course.startedAt() <= now) {
      ActiveFault fault = fated.get(begun++);
      fault.begin();
      live.add(fault);
    }
  }

  private void strain() {
    for (Pipeline pipeline : pipelines.values()) {
      pipeline.clear();
    }
    for (ActiveFault fault : live) {
      fault.passIfDue(now);
      fault.strain(now);
    }
  }

  private void write(Output out) {
    if (!written) {
      for (Pipeline pipeline : pipelines.values()) {
        pipeline.write(List.of(), scenario.fleet(), now(), out);
      }
      written = true;
    }
    for (ActiveFault fault : live) {
      if (fault.turnsTable()) {
        fault.pipeline.write(live, scenario.fleet(), now(), out);
      }
    }
  }

  private void show() {
    Iterator<ActiveFault> faults = live.iterator();
    while (faults.hasNext()) {
      ActiveFault fault = faults.next();
      fault.show(now, period, probe);
      if (fault.isHealed() && !fault.isRecovered() && fault.pipeline.delivers()) {
        fault.recover(now);
      }
      if (fault.isForgotten(now)) {
        faults.remove();
      }
    }
  }

  /**
   * Carries out a command. A second call with the same id does nothing more than to wait for the
   * same end.
   *
   * @param at when it begins; not before the plant's time
   * @param done is told how it ended, within a later {@link #advanceTo}
   */
  public void act(Command command, Instant at, Consumer<Outcome> done) {
    Errand errand = errands.get(command.getId());
    if (errand == null) {
      Instant start = at.isBefore(now()) ? now() : at;
      Attempt attempt = attempt(command);
      Duration takes = world.duration(command.getAction(), command.getOperations(), attempt.pace());
      errand = new Errand(command, attempt, start, start.plus(takes));
      errands.put(command.getId(), errand);
    }
    if (!underway.contains(errand)) {
      underway.add(errand);
    }
    errand.waiting.add(done);
  }

  private Attempt attempt(Command command) {
    Stage stage = stage(command);
    if (stage != null) {
      for (ActiveFault fault : live) {
        boolean reached =
            command.getAction() == Action.PAGE_HUMAN
                ? fault.pipeline.name.equals(stage.pipeline)
                : fault.isReachedAt(stage, command.getAction());
        if (!fault.isHealed() && reached) {
          return Attempt.against(fault, command.getAction(), world.chance());
        }
      }
    }
    String key = command.getStage() + " " + command.getAction();
    return Attempt.idle(key, idleTries.merge(key, 1, Integer::sum), world.chance());
  }

  private void carryOut() {
    if (underway.isEmpty()) {
      return;
    }
    Remedy remedy = new Remedy(world, probe);
    for (Errand errand : List.copyOf(underway)) {
      Stage stage = stage(errand.command);
      if (!errand.begun && errand.startedAt.toEpochMilli() <= now) {
        errand.begun = true;
        if (stage != null && !world.callFails(errand.attempt.call())) {
          remedy.begin(errand.command, stage, errand.finishesAt.toEpochMilli());
        }
      }
      if (errand.finishesAt.toEpochMilli() <= now) {
        if (!errand.isFinished()) {
          finish(errand, stage, remedy);
        }
        underway.remove(errand);
        errand.tell(EXECUTOR);
      }
    }
  }

  private void finish(Errand errand, Stage stage, Remedy remedy) {
    Command command = errand.command;
    if (stage == null) {
      errand.fail("there is no stage " + command.getStage());
    } else if (command.getAction() == Action.PAGE_HUMAN) {
      Duration takes = world.repair(errand.finishesAt, errand.attempt.key());
      repairs.add(new Repair(errand.finishesAt.plus(takes), command, pipeline(command)));
      errand.succeed(Effect.NOTHING);
    } else if (world.callFails(errand.attempt.call())) {
      errand.fail("the service did not answer the call");
    } else {
      errand.succeed(remedy.finish(command, errand.attempt, stage, lasting(), now));
    }
  }

  private List<ActiveFault> lasting() {
    return live.stream().filter(fault -> !fault.isHealed()).toList();
  }

  /** Once called, people find the true cause, wherever it is; else later. */
  private void repair(Output out) {
    for (int i = 0; i < repairs.size(); i++) {
      Repair repair = repairs.get(i);
      if (repair.at().toEpochMilli() <= now) {
        repairs.remove(i--);
        for (ActiveFault fault : lasting()) {
          if (fault.hurts(repair.pipeline())) {
            repair(fault, repair.page().getIncident(), out);
          }
        }
      }
    }
    for (ActiveFault fault : live) {
      if (fault.isFound(now)) {
        repair(fault, "", out);
      }
    }
  }

  private void repair(ActiveFault fault, String incident, Output out) {
    Stage stage = fault.origin;
    Action action = world.remedy(fault.fault, fault.course.regime());
    fault.heal(now, action, Injection.PERSON);
    stage.tryAgain();
    probe.change(stage, ChangeKind.CONFIGURATION, "", "repaired by hand", Injection.PERSON);
    out.outcome(
        Outcome.newBuilder()
            .setFleet(scenario.fleet())
            .setIncident(incident)
            .setStage(stage.id)
            .setTarget(FleetDescription.target(stage.pipeline, stage.spec))
            .setAction(action)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(now())
            .setActor(Injection.PERSON)
            .setDetail("repaired by hand")
            .build());
  }

  /** The truth about every fault so far, for evaluation alone; oldest first. */
  public List<Injection> injections() {
    return fated.subList(0, begun).stream().map(ActiveFault::truth).toList();
  }

  /**
   * The truth about every fault so far but the oldest ones.
   *
   * @param first number of the first one that is told
   */
  public List<Injection> injectionsFrom(int first) {
    return fated.subList(Math.min(first, begun), begun).stream().map(ActiveFault::truth).toList();
  }

  /** All that will go wrong, as it would begin; what becomes of it is not known yet. */
  public List<Injection> fate() {
    return fated.stream().map(ActiveFault::truth).toList();
  }

  /** The truth about every action that has ended, for evaluation alone; oldest first. */
  public List<Deed> deeds() {
    return errands.values().stream()
        .filter(Errand::isFinished)
        .map(errand -> errand.deed(world.cost(errand.command.getAction())))
        .toList();
  }

  /** What is true of this world, for those who may know it. */
  public Odds odds() {
    return world;
  }

  /** How well each pipeline has kept its promises so far. */
  public Map<String, Slo> slo() {
    Map<String, Slo> kept = new LinkedHashMap<>();
    pipelines.forEach((name, pipeline) -> kept.put(name, pipeline.promise.slo()));
    return kept;
  }

  /**
   * Where the records of a pipeline are.
   *
   * @throws IllegalArgumentException if the scenario does not have it
   */
  public Balance balance(String pipeline) {
    if (!pipelines.containsKey(pipeline)) {
      throw new IllegalArgumentException(
          "there is no pipeline '%s'; known are %s".formatted(pipeline, pipelines.keySet()));
    }
    return pipelines.get(pipeline).balance();
  }

  /**
   * Where the records of a stage are.
   *
   * @param stage pipeline/stage
   * @throws IllegalArgumentException if the scenario does not have it
   */
  public Balance balanceOfStage(String stage) {
    Stage found = stage(stage);
    if (found == null) {
      throw new IllegalArgumentException("there is no stage '%s'".formatted(stage));
    }
    return Pipeline.balance(found);
  }

  /** The fleet's settings: pipelines, contracts, limits, and that everything may be done. */
  public List<Settings> settings(Instant at) {
    return new FleetDescription(scenario, at).settings(pipelines.values());
  }

  private Stage stage(Command command) {
    return stage(command.getStage());
  }

  private Stage stage(String id) {
    int slash = id.indexOf('/');
    Pipeline pipeline = slash < 0 ? null : pipelines.get(id.substring(0, slash));
    return pipeline == null ? null : pipeline.stage(id.substring(slash + 1));
  }

  private Pipeline pipeline(Command command) {
    return pipelines.get(command.getStage().substring(0, command.getStage().indexOf('/')));
  }
}
