package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.schemas.Autonomy.AUTONOMOUS;

import dev.prunella.learn.Policy;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fleet `shop` under {@link Healing}: orders/ingest -> orders/transform -> orders/load, and
 * apart from them billing/load. Each stage has a target of its own and is idempotent. Time is told
 * second by second, as the clock of a live job would.
 */
final class Fleet implements Effects {
  static final String INGEST = "orders/ingest";
  static final String TRANSFORM = "orders/transform";
  static final String LOAD = "orders/load";
  static final String BILLING = "billing/load";

  final FleetState state = FleetState.onHeap();
  final List<Incident> incidents = new ArrayList<>();
  final List<Decision> log = new ArrayList<>();
  final List<Decision> decisions = new ArrayList<>(); // DECIDED
  final List<Decision> credits = new ArrayList<>(); // all others
  final List<Command> commands = new ArrayList<>();
  final List<PolicySnapshot> snapshots = new ArrayList<>();
  private final Healing healing;
  private long now;

  private Fleet(long seed) {
    this(Policies.LEARNER, seed);
  }

  private Fleet(Policies policies, long seed) {
    healing = new Healing("shop", state, policies, seed, 0);
    set("pipelines/orders")
        .with(b -> b.setPipeline(pipeline("orders", "ingest", "transform", "load")));
    set("pipelines/billing").with(b -> b.setPipeline(pipeline("billing", "load")));
  }

  /** Acts on its own, by this policy. */
  static Fleet healedBy(Policy policy) {
    Fleet fleet = new Fleet((settings, table) -> policy, 7);
    fleet.set("autonomy").with(b -> b.setAutonomy(new AutonomySettings(AUTONOMOUS, List.of())));
    return fleet;
  }

  /** Acts on its own, and does what scores best. */
  static Fleet autonomous() {
    return withLevel(Autonomy.AUTONOMOUS, 7).exploring(0);
  }

  Fleet exploring(double exploration) {
    set("learning")
        .with(
            b -> b.setLearning(LearningSettings.newBuilder().setExploration(exploration).build()));
    return this;
  }

  static Fleet withLevel(Autonomy level, long seed) {
    Fleet fleet = new Fleet(seed);
    fleet.set("autonomy").with(b -> b.setAutonomy(new AutonomySettings(level, List.of())));
    return fleet;
  }

  /** Nothing is set but the pipelines. */
  static Fleet unset() {
    return new Fleet(7);
  }

  interface Part {
    Settings.Builder fill(Settings.Builder part);
  }

  interface Setter {
    void with(Part part);
  }

  Setter set(String part) {
    return fill ->
        healing.onSettings(
            fill.fill(Settings.newBuilder().setFleet("shop").setPart(part).setAt(at(now))).build(),
            at(now));
  }

  Fleet limits(GuardrailSettings limits) {
    set("guardrails").with(b -> b.setGuardrails(limits));
    return this;
  }

  static GuardrailSettings.Builder limits() {
    return GuardrailSettings.newBuilder();
  }

  Fleet runbook(ErrorType type, Action... actions) {
    RunbookSettings runbook = new RunbookSettings(List.of(new RunbookRule(type, List.of(actions))));
    set("runbook").with(b -> b.setRunbook(runbook));
    return this;
  }

  Fleet freeze() {
    set("freeze").with(b -> b.setFreeze(new FreezeSettings("release", null, null)));
    return this;
  }

  Fleet unfreeze() {
    set("freeze").with(b -> b);
    return this;
  }

  Fleet see(Signal... signals) {
    for (Signal signal : signals) {
      healing.onSignal(signal);
    }
    return this;
  }

  Instant wakeAt() {
    return healing.wakeAt();
  }

  /** Tells the time, whenever something is due, until this second. */
  Fleet until(long second) {
    while (!healing.wakeAt().isAfter(at(second))) {
      long wake = Math.max(now, healing.wakeAt().getEpochSecond() - at(0).getEpochSecond());
      now = healing.wakeAt().isAfter(at(wake)) ? wake + 1 : wake;
      healing.onTime(at(now), this);
    }
    return leapTo(second);
  }

  /** Tells of a recording that its time has come to this second, and of none before it. */
  Fleet recordedUntil(long second) {
    now = second;
    healing.onRecordedTime(at(second), this);
    return this;
  }

  /** Tells this time and none before it. */
  Fleet leapTo(long second) {
    now = second;
    healing.onTime(at(second), this);
    return this;
  }

  Fleet answer(Command command, OutcomeStatus status) {
    Outcome.Builder outcome =
        Outcome.newBuilder()
            .setCommandId(command.getId())
            .setFleet("shop")
            .setIncident(command.getIncident())
            .setTarget(command.getTarget())
            .setAction(command.getAction())
            .setStatus(status)
            .setAt(at(now))
            .setActor("executor")
            .setCommand(command);
    return hear(outcome.build());
  }

  Fleet hear(Outcome outcome) {
    healing.onOutcome(outcome, at(now), this);
    return this;
  }

  /** A person hands over what was learned elsewhere. */
  Fleet takes(PolicySnapshot policy) {
    Order order =
        Order.newBuilder()
            .setFleet("shop")
            .setKind(OrderKind.IMPORT_POLICY)
            .setAt(at(now))
            .setAuthor("ada")
            .setPolicy(policy)
            .build();
    healing.onOrder(order, at(now), this);
    return this;
  }

  Fleet say(OrderKind kind, String incident, String stage, Long until) {
    Order order =
        Order.newBuilder()
            .setFleet("shop")
            .setKind(kind)
            .setAt(at(now))
            .setAuthor("ada")
            .setIncident(incident)
            .setStage(stage)
            .setUntil(until == null ? null : at(until))
            .build();
    healing.onOrder(order, at(now), this);
    return this;
  }

  /** The newest version of each incident, in the order in which they began. */
  List<Incident> newest() {
    Map<String, Incident> newest = new LinkedHashMap<>();
    incidents.forEach(incident -> newest.put(incident.getId(), incident));
    return List.copyOf(newest.values());
  }

  /** The newest version of the only incident. */
  Incident only() {
    List<Incident> all = newest();
    if (all.size() != 1) {
      throw new AssertionError("one incident expected, found " + all);
    }
    return all.get(0);
  }

  List<Action> ordered() {
    return commands.stream().map(Command::getAction).toList();
  }

  static PipelineSettings pipeline(String name, String... stages) {
    List<StageSettings> all = new ArrayList<>();
    for (String stage : stages) {
      all.add(
          StageSettings.newBuilder()
              .setName(stage)
              .setService("glue")
              .setTarget("glue:1/eu/" + name + "-" + stage)
              .setUpstream(all.isEmpty() ? List.of() : List.of(all.get(all.size() - 1).getName()))
              .setContract(new StageContract(true, false, DataLoss.UNKNOWN, List.of()))
              .build());
    }
    return new PipelineSettings(name, all);
  }

  @Override
  public void incident(Incident incident) {
    incidents.add(incident);
  }

  @Override
  public void decision(Decision decision) {
    log.add(decision);
    (decision.getKind() == DecisionKind.DECIDED ? decisions : credits).add(decision);
  }

  @Override
  public void command(Command command) {
    commands.add(command);
  }

  @Override
  public void policy(PolicySnapshot snapshot) {
    snapshots.add(snapshot);
  }
}
