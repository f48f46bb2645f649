package dev.prunella.plant.rehearsal;

import dev.prunella.heal.Effects;
import dev.prunella.heal.FleetState;
import dev.prunella.heal.Healing;
import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.Contestant;
import dev.prunella.plant.baseline.Learner;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private final Detection.Watch watch;
  private final Healing healing;
  private final Orders orders = new Orders();
  private final List<Outcome> arriving = new ArrayList<>();
  private final List<Command> ordered = new ArrayList<>();

  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private PolicySnapshot policy;

  /**
   * The job's own loop, which knows nothing yet.
   *
   * @param settings of the plant's fleet
   * @param step how far time goes at once; as often the plant can be acted on
   * @param seed of the decisions
   */
  public Rehearsal(Plant plant, List<Settings> settings, Duration step, long seed) {
    this(plant, settings, Detection.IN_THE_LOOP, new Learner(), FleetState.onHeap(), step, seed);
  }

  /**
   * A loop that goes on from where the plant is.
   *
   * @param settings of the plant's fleet
   * @param detection where its signals come from
   * @param contestant what heals it
   * @param state what it knows
   * @param step how far time goes at once; as often the plant can be acted on
   * @param seed of the decisions
   */
  public Rehearsal(
      Plant plant,
      List<Settings> settings,
      Detection detection,
      Contestant contestant,
      FleetState state,
      Duration step,
      long seed) {
    this.plant = plant;
    this.step = step;
    String fleet = settings.get(0).getFleet();
    healing = new Healing(fleet, state, contestant.on(new TruthOf(plant), orders), seed, 0);
    watch = detection.watch(plant, settings, healing::onSignal);
    settings.forEach(part -> healing.onSettings(part, plant.now()));
  }

  /** Goes on until then. */
  public void advanceTo(Instant time) {
    for (Instant now = plant.now().plus(step); !now.isAfter(time); now = now.plus(step)) {
      plant.advanceTo(now, new Watching());
      watch.onTime(now);
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
    orders.heard(outcome);
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
      watch.telemetry(telemetry);
    }

    @Override
    public void schema(SchemaEvent event) {
      watch.schema(event);
    }

    @Override
    public void outcome(Outcome outcome) {
      arriving.add(outcome);
    }

    @Override
    public boolean wantsTelemetry() {
      return watch.wantsTelemetry();
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
      orders.ordered(command);
      ordered.add(command);
    }

    @Override
    public void policy(PolicySnapshot snapshot) {
      policy = snapshot;
    }
  }
}
