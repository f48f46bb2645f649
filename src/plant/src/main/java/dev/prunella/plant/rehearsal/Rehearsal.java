package dev.prunella.plant.rehearsal;

import dev.prunella.detect.Expectations;
import dev.prunella.drift.DriftDetector;
import dev.prunella.drift.Subjects;
import dev.prunella.heal.Effects;
import dev.prunella.heal.FleetState;
import dev.prunella.heal.Healing;
import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole loop on a plant, in one thread: detection, drift, healing and an executor that acts at
 * once, by the same code as in Flink. Commands and outcomes are the values that otherwise travel
 * through Kafka, and time is that of the plant. The same plant, settings and seed give the same
 * run. Not thread-safe.
 */
public final class Rehearsal {
  private static final String EXECUTOR = "rehearsal";

  private final Plant plant;
  private final Duration step;
  private final Expectations expectations;
  private final Subjects subjects;
  private final Healing healing;
  private final Map<String, StageWatch> stages = new LinkedHashMap<>(); // by fleet/stage
  private final Map<String, SubjectMemory> memories = new HashMap<>(); // by fleet/subject
  private final List<Outcome> arriving = new ArrayList<>();
  private final List<Command> ordered = new ArrayList<>();

  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private PolicySnapshot policy;

  /**
   * A loop that knows nothing yet.
   *
   * @param settings of the plant's fleet
   * @param step how far time goes at once; as often the plant can be acted on
   * @param seed of the decisions
   */
  public Rehearsal(Plant plant, List<Settings> settings, Duration step, long seed) {
    this.plant = plant;
    this.step = step;
    expectations = new Expectations(settings);
    subjects = new Subjects(settings);
    healing = new Healing(settings.get(0).getFleet(), FleetState.onHeap(), seed, 0);
    settings.forEach(part -> healing.onSettings(part, plant.now()));
  }

  /** Goes on until then. */
  public void advanceTo(Instant time) {
    for (Instant now = plant.now().plus(step); !now.isAfter(time); now = now.plus(step)) {
      plant.advanceTo(now, new Watching());
      long millis = now.toEpochMilli();
      stages.forEach((key, stage) -> stage.onTime(expectations.of(key), millis));
      healing.onRecordedTime(now, new Recording());
      for (Outcome outcome : List.copyOf(arriving)) {
        hear(outcome, now);
      }
      arriving.clear();
      carryOut(now);
    }
  }

  private void carryOut(Instant now) {
    for (Command command : List.copyOf(ordered)) {
      hear(answer(command, now), now);
      plant.act(command, now, outcome -> arriving.add(relayed(outcome)));
    }
    ordered.clear();
  }

  private void hear(Outcome outcome, Instant now) {
    outcomes.add(outcome);
    healing.onOutcome(outcome, now, new Recording());
  }

  private static Outcome answer(Command command, Instant now) {
    return Outcome.newBuilder()
        .setCommandId(command.getId())
        .setFleet(command.getFleet())
        .setIncident(command.getIncident())
        .setStage(command.getStage())
        .setTarget(command.getTarget())
        .setAction(command.getAction())
        .setStatus(OutcomeStatus.ACCEPTED)
        .setAt(now)
        .setActor(EXECUTOR)
        .setCommand(command)
        .build();
  }

  private static Outcome relayed(Outcome outcome) {
    return Outcome.newBuilder(outcome).setActor(EXECUTOR).build();
  }

  /** The plant that is acted on. */
  public Plant plant() {
    return plant;
  }

  /** The last version of each incident, in the order in which they began. */
  public List<Incident> incidents() {
    return List.copyOf(incidents.values());
  }

  public List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  public List<Command> commands() {
    return List.copyOf(commands);
  }

  public List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** The newest snapshot; null before the first decision. */
  public PolicySnapshot policy() {
    return policy;
  }

  private final class Watching implements Output {
    @Override
    public void telemetry(Telemetry telemetry) {
      String key = Expectations.key(telemetry.getFleet(), telemetry.getStage());
      stages
          .computeIfAbsent(key, k -> new StageWatch(healing::onSignal))
          .take(telemetry, expectations.of(key));
    }

    @Override
    public void schema(SchemaEvent event) {
      String key = Subjects.key(event.getFleet(), event.getSubject());
      memories.put(
          key,
          DriftDetector.onSchema(
              memories.get(key), subjects.of(key), false, event, healing::onSignal));
    }

    @Override
    public void outcome(Outcome outcome) {
      arriving.add(outcome);
    }
  }

  private final class Recording implements Effects {
    @Override
    public void incident(Incident incident) {
      incidents.put(incident.getId(), incident);
    }

    @Override
    public void decision(Decision decision) {
      decisions.add(decision);
    }

    @Override
    public void command(Command command) {
      commands.add(command);
      ordered.add(command);
    }

    @Override
    public void policy(PolicySnapshot snapshot) {
      policy = snapshot;
    }
  }
}
