package dev.prunella.job;

import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.TelemetrySpec;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;

/**
 * What DETECT, DRIFT and HEAL took and sent, undisturbed and each in one instance, while they
 * healed plants with one fault after the other: what any other course of the same events is held
 * against.
 */
final class Recording {
  static final int FLEETS = 6;

  private static final Instant START = Instant.parse("2025-06-02T00:00:00Z");
  private static final Duration CALM = Duration.ofHours(1);
  private static final Duration TROUBLE = Duration.ofHours(40);
  private static final Instant END = START.plus(CALM).plus(TROUBLE);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration SPACE = Duration.ofMinutes(150);

  private static Recording once;

  final List<Object> toDetect = new ArrayList<>();
  final List<Object> toDrift = new ArrayList<>();
  final List<Object> toHeal = new ArrayList<>();
  List<SpecificRecord> detected;
  List<SpecificRecord> drifted;
  List<SpecificRecord> healed;

  private final Instances.Detect detect = new Instances.Detect();
  private final Instances.Drift drift = new Instances.Drift();
  private final Instances.Heal heal = new Instances.Heal();
  private final List<Plant> plants = new ArrayList<>();
  private final List<Outcome> arriving = new ArrayList<>();

  private Recording() {}

  /** The same one for every test: it is only read. */
  static synchronized Recording get() throws Exception {
    if (once == null) {
      Recording recording = new Recording();
      recording.run();
      once = recording;
    }
    return once;
  }

  static String fleet(int number) {
    return "fleet-" + number;
  }

  private void run() throws Exception {
    try (detect;
        drift;
        heal) {
      detect.start(Backend.HEAP, 1);
      drift.start(Backend.HEAP, 1);
      heal.start(Backend.HEAP, 1);
      for (int number = 0; number < FLEETS; number++) {
        Plant plant = new Plant(scenario(number), number);
        plants.add(plant);
        for (Settings part : plant.settings(START)) {
          take(detect, toDetect, part);
          take(drift, toDrift, part);
          take(heal, toHeal, new FleetEvent(part.getFleet(), part, null, null));
        }
      }
      time(Timeless.BEGINNING);
      for (Instant now = START; now.isBefore(END); now = now.plus(PERIOD)) {
        step(now);
      }
      detected = List.copyOf(detect.sent);
      drifted = List.copyOf(drift.sent);
      healed = List.copyOf(heal.sent);
    }
  }

  private static Scenario scenario(int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<Fault> lasting = Fault.ALL.stream().filter(fault -> !fault.mayPass()).toList();
    List<PlannedFault> faults = new ArrayList<>();
    Duration at = Duration.ofSeconds(500L * number);
    for (; at.compareTo(TROUBLE) < 0; at = at.plus(SPACE)) {
      Fault fault = lasting.get(random.nextInt(lasting.size()));
      faults.add(PlannedFault.of(fault.name(), "orders", at));
    }
    return Scenario.of("recording")
        .withFleet(fleet(number))
        .withStart(START)
        .withPeriod(PERIOD)
        .withWarmUp(CALM)
        .withLength(TROUBLE)
        .withPipelines("orders")
        .withTelemetry(TelemetrySpec.CLEAN)
        .withFaults(FaultSpec.NONE.withPlanned(faults));
  }

  private void step(Instant now) throws Exception {
    for (Plant plant : plants) {
      List<SpecificRecord> shown = new ArrayList<>();
      plant.advanceTo(
          now,
          new Output() {
            @Override
            public void telemetry(Telemetry telemetry) {
              shown.add(telemetry);
            }

            @Override
            public void schema(SchemaEvent event) {
              shown.add(event);
            }

            @Override
            public void outcome(Outcome outcome) {
              arriving.add(outcome);
            }
          });
      for (SpecificRecord one : shown) {
        if (one instanceof Telemetry) {
          take(detect, toDetect, one);
        } else {
          take(drift, toDrift, one);
        }
      }
    }
    for (Outcome outcome : arriving) {
      take(heal, toHeal, new FleetEvent(outcome.getFleet(), null, outcome, null));
    }
    arriving.clear();
    time(now.toEpochMilli());
  }

  private void time(Long now) throws Exception {
    take(detect, toDetect, now);
    take(drift, toDrift, now);
    take(heal, toHeal, now);
  }

  /** An operator takes it, and who takes what it sends takes that. */
  private void take(Instances<?, ?> operator, List<Object> taken, Object element) throws Exception {
    taken.add(element);
    for (SpecificRecord one : operator.take(element)) {
      if (one instanceof Signal) {
        take(heal, toHeal, one);
      } else if (one instanceof Command command) {
        order(command);
      }
    }
  }

  private void order(Command command) {
    Plant plant = plants.get(Integer.parseInt(command.getFleet().replace("fleet-", "")));
    arriving.add(accepted(command, plant.now()));
    plant.act(command, plant.now(), arriving::add);
  }

  private static Outcome accepted(Command command, Instant now) {
    return Outcome.newBuilder()
        .setCommandId(command.getId())
        .setFleet(command.getFleet())
        .setIncident(command.getIncident())
        .setStage(command.getStage())
        .setTarget(command.getTarget())
        .setAction(command.getAction())
        .setStatus(OutcomeStatus.ACCEPTED)
        .setAt(now)
        .setActor("executor")
        .setCommand(command)
        .build();
  }
}
