package dev.prunella.plant;

import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PeopleSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.TelemetrySpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A plant, everything that it has shown, and commands by hand. */
final class Trial implements Output {
  static final Instant T0 = Instant.parse("2025-06-02T00:00:00Z");
  static final Scenario SHOP =
      Scenario.calm("shop")
          .withFleet("shop")
          .withStart(T0)
          .withWarmUp(Duration.ZERO)
          .withTelemetry(TelemetrySpec.CLEAN);
  static final Scenario ORDERS = SHOP.withPipelines("orders");

  /** People who neither come nor find anything in the time of a test. */
  static final PeopleSpec NOBODY =
      new PeopleSpec(Range.of(5e6), Range.of(5e6), Range.of(5e6), true);

  final Plant plant;
  final List<Telemetry> telemetry = new ArrayList<>();
  final List<SchemaEvent> schemas = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  private int commands;

  Trial(Scenario scenario, long seed) {
    plant = new Plant(scenario, seed);
  }

  static Instant at(Duration sinceStart) {
    return T0.plus(sinceStart);
  }

  /** The pipeline orders with these faults. */
  static Scenario orders(PlannedFault... faults) {
    return ORDERS.withFaults(FaultSpec.NONE.withPlanned(faults));
  }

  Trial until(Duration sinceStart) {
    plant.advanceTo(at(sinceStart), this);
    return this;
  }

  /** Orders an action on a stage now. */
  Trial order(Action action, String stage, Operation... operations) {
    return order(command("c" + ++commands, action, stage, operations));
  }

  Trial order(Command command) {
    plant.act(command, plant.now(), outcomes::add);
    return this;
  }

  static Operation times(double factor) {
    return new Operation(OperationKind.SCALE_BY, "", "", factor);
  }

  Command command(String id, Action action, String stage, Operation... operations) {
    return Command.newBuilder()
        .setId(id)
        .setFleet("shop")
        .setIncident("i")
        .setStep(0)
        .setStage(stage)
        .setTarget("any")
        .setService("any")
        .setAction(action)
        .setOperations(List.of(operations))
        .setIssuedAt(plant.now())
        .setExpiresAt(plant.now().plusSeconds(120))
        .setState(
            new DecisionState(
                ErrorType.UNKNOWN, StageKind.UNKNOWN, LatencyBucket.UNKNOWN, 0, Action.UNKNOWN))
        .setPropensity(1)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("")
        .build();
  }

  Injection only() {
    List<Injection> all = plant.injections();
    if (all.size() != 1) {
      throw new AssertionError("one fault expected, found " + all);
    }
    return all.get(0);
  }

  /** The values of a metric of orders between these times, the first excluded. */
  double[] values(String metric, Duration from, Duration to) {
    return telemetry.stream()
        .filter(t -> t.getKind() == TelemetryKind.MEASUREMENT && t.getMetric().equals(metric))
        .filter(t -> t.getAt().isAfter(at(from)) && !t.getAt().isAfter(at(to)))
        .mapToDouble(Telemetry::getValue)
        .toArray();
  }

  /** How many runs of a stage came to this state between these times, the first excluded. */
  long runs(String stage, RunState state, Duration from, Duration to) {
    return telemetry.stream()
        .filter(t -> t.getRun() != null && t.getStage().equals(stage))
        .filter(t -> t.getRun().getState() == state)
        .filter(t -> t.getAt().isAfter(at(from)) && !t.getAt().isAfter(at(to)))
        .count();
  }

  @Override
  public void telemetry(Telemetry one) {
    telemetry.add(one);
  }

  @Override
  public void schema(SchemaEvent event) {
    schemas.add(event);
  }

  @Override
  public void outcome(Outcome outcome) {
    outcomes.add(outcome);
  }
}
