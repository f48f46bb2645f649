package dev.prunella.plant.rehearsal;

import dev.prunella.detect.Expectations;
import dev.prunella.heal.Effects;
import dev.prunella.heal.FleetState;
import dev.prunella.heal.Healing;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Detection and healing of the fleet `shop`, autonomous and without exploration, on telemetry that
 * a test scripts: the pipeline orders, whose stages follow each other in the order in which they
 * are named. An executor carries out every command, and the script says what comes of it.
 */
final class Loop implements Effects {
  static final String FLEET = "shop";
  static final Instant START = Instant.parse("2025-06-02T00:00:00Z");

  /** As often stages send. */
  static final Duration STEP = Duration.ofSeconds(30);

  /** From when a command is accepted to when its action is done. */
  static final Duration ACTION = Duration.ofMinutes(1);

  final List<Incident> incidents = new ArrayList<>(); // every version
  final List<Decision> decided = new ArrayList<>();
  final List<Decision> credited = new ArrayList<>();
  final List<Command> commands = new ArrayList<>();
  private final Healing healing = new Healing(FLEET, FleetState.onHeap(), 7, 0);
  private final Map<String, Settings> settings = new LinkedHashMap<>();
  private final Map<String, StageWatch> watches = new LinkedHashMap<>();
  private final List<ScriptedStage> stages = new ArrayList<>();
  private final Map<Action, Consumer<Command>> effects = new EnumMap<>(Action.class);
  private final List<Due> due = new ArrayList<>();
  private Consumer<Command> otherwise = command -> {};
  private Duration pickup = STEP;
  private Instant now = START;
  private boolean past;

  private record Due(Instant at, Runnable what) {}

  Loop(String... names) {
    List<StageSettings> all = new ArrayList<>();
    for (String name : names) {
      List<String> upstream =
          all.isEmpty() ? List.of() : List.of(all.get(all.size() - 1).getName());
      all.add(stage(name, upstream));
    }
    set("pipelines/orders", b -> b.setPipeline(new PipelineSettings("orders", all)));
    set("autonomy", b -> b.setAutonomy(new AutonomySettings(Autonomy.AUTONOMOUS, List.of())));
    halfLife(Duration.ofMinutes(30));
  }

  private static StageSettings stage(String name, List<String> upstream) {
    List<Action> permits = List.of(Action.SCALE_OUT, Action.THROTTLE);
    return StageSettings.newBuilder()
        .setName(name)
        .setService("glue")
        .setTarget(target(name))
        .setUpstream(upstream)
        .setSlo(List.of(new SloBound("latency", null, 250.0, ErrorType.TIMEOUT)))
        .setContract(new StageContract(true, false, DataLoss.UNKNOWN, permits))
        .build();
  }

  static String target(String stage) {
    return "glue:1/eu/orders-" + stage;
  }

  private void set(String part, Consumer<Settings.Builder> content) {
    Settings.Builder next = Settings.newBuilder().setFleet(FLEET).setPart(part).setAt(now);
    content.accept(next);
    settings.put(part, next.build());
    healing.onSettings(settings.get(part), now);
  }

  Loop runbook(ErrorType type, Action... actions) {
    RunbookRule rule = new RunbookRule(type, List.of(actions));
    set("runbook", b -> b.setRunbook(new RunbookSettings(List.of(rule))));
    return this;
  }

  Loop limits(GuardrailSettings limits) {
    set("guardrails", b -> b.setGuardrails(limits));
    return this;
  }

  /** After so long healing an incident is worth half. */
  Loop halfLife(Duration span) {
    LearningSettings learning =
        LearningSettings.newBuilder().setExploration(0).setHalfLifeMillis(span.toMillis()).build();
    set("learning", b -> b.setLearning(learning));
    return this;
  }

  /** A stage that sends from now on. */
  ScriptedStage sending(String name) {
    ScriptedStage stage = new ScriptedStage("orders/" + name, 1 + stages.size());
    stages.add(stage);
    return stage;
  }

  /** What an action does, at the moment in which it is done; others do nothing. */
  Loop when(Action action, Runnable effect) {
    effects.put(action, command -> effect.run());
    return this;
  }

  /** What every other action does. */
  Loop otherwise(Consumer<Command> effect) {
    otherwise = effect;
    return this;
  }

  /** The executor accepts commands so long after they were issued. */
  Loop pickup(Duration span) {
    pickup = span;
    return this;
  }

  Instant now() {
    return now;
  }

  /** Goes on for so long. */
  Loop goOn(Duration span) {
    Instant end = now.plus(span);
    while (now.isBefore(end)) {
      now = now.plus(STEP);
      carryOut();
      for (ScriptedStage stage : stages) {
        stage.at(now).forEach(this::take);
      }
      passTime();
    }
    return this;
  }

  /** Days gone by, from which detectors know what is usual; what they found then is settled. */
  Loop past(long days) {
    past = true;
    days(days);
    past = false;
    return this;
  }

  Loop minutes(long minutes) {
    return goOn(Duration.ofMinutes(minutes));
  }

  Loop hours(long hours) {
    return goOn(Duration.ofHours(hours));
  }

  Loop days(long days) {
    return goOn(Duration.ofDays(days));
  }

  /** A stage that sends nothing else says how its run ended. */
  Loop run(String stage, RunState state, String message) {
    take(
        Telemetry.newBuilder()
            .setFleet(FLEET)
            .setStage("orders/" + stage)
            .setAt(now)
            .setKind(TelemetryKind.RUN)
            .setRun(new Run("run-" + now, state, message))
            .build());
    passTime();
    return this;
  }

  /** Somebody does something without being asked. */
  Loop does(String who, Action action, String stage) {
    healing.onOutcome(
        Outcome.newBuilder()
            .setFleet(FLEET)
            .setStage("orders/" + stage)
            .setTarget(target(stage))
            .setAction(action)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(now)
            .setActor(who)
            .build(),
        now,
        this);
    return this;
  }

  private void take(Telemetry telemetry) {
    String key = Expectations.key(FLEET, telemetry.getStage());
    watches
        .computeIfAbsent(key, k -> new StageWatch(this::hear))
        .take(telemetry, expectations().of(key));
  }

  private void hear(Signal signal) {
    if (!past) {
      healing.onSignal(signal);
    }
  }

  private void passTime() {
    long millis = now.toEpochMilli();
    watches.forEach((key, watch) -> watch.onTime(expectations().of(key), millis));
    healing.onRecordedTime(now, this);
  }

  private Expectations expectations() {
    return new Expectations(settings.values());
  }

  private void carryOut() {
    for (Due next : List.copyOf(due)) {
      if (!next.at().isAfter(now)) {
        due.remove(next);
        next.what().run();
      }
    }
  }

  private void begin(Command command) {
    answer(command, OutcomeStatus.ACCEPTED);
    due.add(new Due(now.plus(ACTION), () -> finish(command)));
  }

  private void finish(Command command) {
    effects.getOrDefault(command.getAction(), otherwise).accept(command);
    answer(command, OutcomeStatus.SUCCEEDED);
  }

  private void answer(Command command, OutcomeStatus status) {
    healing.onOutcome(
        Outcome.newBuilder()
            .setCommandId(command.getId())
            .setFleet(FLEET)
            .setIncident(command.getIncident())
            .setStage(command.getStage())
            .setTarget(command.getTarget())
            .setAction(command.getAction())
            .setStatus(status)
            .setAt(now)
            .setActor("executor")
            .setCommand(command)
            .build(),
        now,
        this);
  }

  @Override
  public void incident(Incident incident) {
    incidents.add(incident);
  }

  @Override
  public void decision(Decision decision) {
    (decision.getKind() == DecisionKind.DECIDED ? decided : credited).add(decision);
  }

  @Override
  public void command(Command command) {
    commands.add(command);
    due.add(new Due(command.getIssuedAt().plus(pickup), () -> begin(command)));
  }

  @Override
  public void policy(PolicySnapshot snapshot) {
    // decisions tell what it learns
  }

  /** The last version of each incident, in the order in which they began. */
  List<Incident> last() {
    Map<String, Incident> last = new LinkedHashMap<>();
    incidents.forEach(incident -> last.put(incident.getId(), incident));
    return List.copyOf(last.values());
  }

  /** The last version of the only incident. */
  Incident only() {
    List<Incident> all = last();
    if (all.size() != 1) {
      throw new AssertionError("one incident expected, found " + all);
    }
    return all.get(0);
  }

  /** The last version of the only incident in which this stage is the root. */
  Incident at(String stage) {
    List<Incident> here =
        last().stream().filter(i -> i.getRootStage().equals("orders/" + stage)).toList();
    if (here.size() != 1) {
      throw new AssertionError("one incident expected at " + stage + ", found " + last());
    }
    return here.get(0);
  }

  /** The statuses that the only incident went through. */
  List<IncidentStatus> life() {
    return life(only());
  }

  /** The statuses that an incident went through. */
  List<IncidentStatus> life(Incident of) {
    List<IncidentStatus> life = new ArrayList<>();
    for (Incident incident : incidents) {
      boolean changed = life.isEmpty() || life.get(life.size() - 1) != incident.getStatus();
      if (incident.getId().equals(of.getId()) && changed) {
        life.add(incident.getStatus());
      }
    }
    return life;
  }

  /** What became of each decision, oldest first. */
  List<Credit> credits() {
    return credited.stream().map(Decision::getCredit).toList();
  }

  List<Action> ordered() {
    return commands.stream().map(Command::getAction).toList();
  }
}
