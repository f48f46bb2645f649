package dev.prunella.plant;

import dev.prunella.plant.fault.Cause;
import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A fleet of simulated pipelines in simulated time. It moves from one measurement to the next;
 * between them nothing happens. The same scenario, seed and commands give the same output, however
 * far each call of {@link #advanceTo} goes. Not thread-safe.
 */
public final class Plant {
  private static final String EXECUTOR = "plant";

  private final Scenario scenario;
  private final World world;
  private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
  private final List<PlannedFault> planned;
  private final Map<String, Errand> errands = new LinkedHashMap<>(); // by command id
  private final List<Errand> underway = new ArrayList<>();
  private final List<Repair> repairs = new ArrayList<>();
  private Instant now;
  private int injected;

  /** People who were called, and will have found it by then. */
  private record Repair(Instant at, Command page, Pipeline pipeline) {}

  /**
   * A plant that has just begun to work.
   *
   * @param seed of the world and of all that happens by chance in it
   */
  public Plant(Scenario scenario, long seed) {
    Chance chance = new Chance(seed);
    this.scenario = scenario;
    world = new World(chance);
    now = scenario.start();
    for (String name : scenario.pipelines()) {
      pipelines.put(name, new Pipeline(name, chance));
    }
    planned = new ArrayList<>(scenario.faults());
    planned.sort(Comparator.comparing(PlannedFault::at)); // stable
  }

  /** How far its time has come. */
  public Instant now() {
    return now;
  }

  /** Works until then, and shows in the order of time what can be seen of it. */
  public void advanceTo(Instant time, Output out) {
    for (Instant next = now.plus(scenario.period());
        !next.isAfter(time);
        next = next.plus(scenario.period())) {
      now = next;
      inject();
      carryOut(out);
      repair(out);
      double seconds = scenario.period().toMillis() / 1000.0;
      for (Pipeline pipeline : pipelines.values()) {
        pipeline.step(scenario.fleet(), now, seconds, out);
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
      Instant start = at.isBefore(now) ? now : at;
      errand = new Errand(command, start, start.plus(world.duration(command)));
      errands.put(command.getId(), errand);
    }
    if (!underway.contains(errand)) {
      underway.add(errand);
    }
    errand.waiting.add(done);
  }

  /** The truth about every fault so far, for evaluation alone; oldest first. */
  public List<Injection> injections() {
    return pipelines.values().stream()
        .flatMap(pipeline -> pipeline.injections().stream())
        .sorted(Comparator.comparing(Injection::startedAt))
        .toList();
  }

  /** The truth about every action that has ended, for evaluation alone; oldest first. */
  public List<Deed> deeds() {
    return errands.values().stream()
        .filter(Errand::isFinished)
        .map(errand -> errand.deed(world))
        .toList();
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

  /** The fleet's settings: pipelines, contracts, limits, and that everything may be done. */
  public List<Settings> settings(Instant at) {
    return FleetDescription.settings(scenario, at);
  }

  private void inject() {
    while (!planned.isEmpty() && !planned.get(0).at().isAfter(now)) {
      PlannedFault next = planned.remove(0);
      int number = injected++;
      Cause cause = next.cause().orElseGet(() -> world.cause(next.fault(), number));
      Duration passes = world.passesAfter(cause, number);
      pipelines
          .get(next.pipeline())
          .faults
          .add(
              new ActiveFault(
                  next.fault(), cause, next.pipeline(), next.at(), passes, world.found(number)));
    }
  }

  private void carryOut(Output out) {
    Remedy remedy = new Remedy(world, scenario.fleet(), out);
    for (Errand errand : List.copyOf(underway)) {
      Command command = errand.command;
      Pipeline pipeline = pipeline(command);
      Stage stage = pipeline == null ? null : pipeline.stage(stageName(command));
      boolean starts = !errand.begun && !errand.startedAt.isAfter(now);
      if (starts) {
        errand.begun = true;
        if (stage != null && !world.callFails(command)) {
          remedy.begin(command, pipeline, stage, now, errand.finishesAt);
        }
      }
      if (!errand.finishesAt.isAfter(now)) {
        if (!errand.isFinished()) {
          finish(errand, pipeline, stage, remedy);
        }
        underway.remove(errand);
        errand.tell(EXECUTOR);
      }
    }
  }

  private void finish(Errand errand, Pipeline pipeline, Stage stage, Remedy remedy) {
    Command command = errand.command;
    if (stage == null) {
      errand.fail("there is no stage " + command.getStage());
    } else if (command.getAction() == Action.PAGE_HUMAN) {
      Instant found = errand.finishesAt.plus(world.repair(command.getId()));
      repairs.add(new Repair(found, command, pipeline));
      errand.succeed(Effect.NOTHING);
    } else if (world.callFails(command)) {
      errand.fail("the service did not answer the call");
    } else {
      errand.succeed(remedy.finish(command, pipeline, stage, now));
    }
  }

  /** Once called, people find the true cause, wherever in the pipeline it is; else later. */
  private void repair(Output out) {
    for (Repair repair : List.copyOf(repairs)) {
      if (!repair.at().isAfter(now)) {
        repairs.remove(repair);
        for (ActiveFault fault : repair.pipeline().lasting()) {
          repair(repair.pipeline(), fault, repair.page().getIncident(), out);
        }
      }
    }
    for (Pipeline pipeline : pipelines.values()) {
      for (ActiveFault fault : pipeline.lasting()) {
        if (fault.isFound(now)) {
          repair(pipeline, fault, "", out);
        }
      }
    }
  }

  private void repair(Pipeline pipeline, ActiveFault fault, String incident, Output out) {
    Stage stage = pipeline.origin(fault);
    Action action = fault.cause.remedies().get(0);
    fault.heal(now, action, Injection.PERSON);
    stage.tryAgain();
    pipeline
        .probe(scenario.fleet(), stage, now, out)
        .change(ChangeKind.CONFIGURATION, "repaired by hand", Injection.PERSON);
    out.outcome(
        Outcome.newBuilder()
            .setFleet(scenario.fleet())
            .setIncident(incident)
            .setStage(pipeline.name + "/" + stage.name)
            .setTarget(FleetDescription.target(pipeline.name, stage.kind))
            .setAction(action)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(now)
            .setActor(Injection.PERSON)
            .setDetail("repaired by hand")
            .build());
  }

  private Pipeline pipeline(Command command) {
    int slash = command.getStage().indexOf('/');
    return slash < 0 ? null : pipelines.get(command.getStage().substring(0, slash));
  }

  private static String stageName(Command command) {
    return command.getStage().substring(command.getStage().indexOf('/') + 1);
  }
}
