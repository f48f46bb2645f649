package dev.prunella.plant;

import static dev.prunella.schemas.Action.APPLY_SCHEMA_REMAP;
import static dev.prunella.schemas.Action.CANCEL_BLOCKING_QUERY;
import static dev.prunella.schemas.Action.QUARANTINE;
import static dev.prunella.schemas.Action.REROUTE;
import static dev.prunella.schemas.Action.RESCHEDULE;
import static dev.prunella.schemas.Action.RESTART;
import static dev.prunella.schemas.Action.RETRY_WITH_BACKOFF;
import static dev.prunella.schemas.Action.ROLL_BACK;
import static dev.prunella.schemas.Action.SCALE_IN;
import static dev.prunella.schemas.Action.SCALE_OUT;
import static dev.prunella.schemas.Action.SCALE_UP;
import static dev.prunella.schemas.Action.THROTTLE;

import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.ExecutorSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.SubjectSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the owner of the simulated fleet would write into prunella.yaml. */
record FleetDescription(Scenario scenario, Instant at) {

  private static final Map<StageKind, String> SERVICES =
      new EnumMap<>(
          Map.of(
              StageKind.INGEST, "dms",
              StageKind.TRANSFORM, "glue",
              StageKind.LOAD, "redshift",
              StageKind.ORCHESTRATE, "airflow",
              StageKind.STREAM, "flink",
              StageKind.SERVE, "kubernetes"));

  /** What an owner who knows the service permits, unless the scenario says otherwise. */
  private static final Map<StageKind, List<Action>> PERMITS =
      new EnumMap<>(
          Map.of(
              StageKind.INGEST,
              List.of(
                  RETRY_WITH_BACKOFF,
                  RESTART,
                  SCALE_OUT,
                  SCALE_UP,
                  SCALE_IN,
                  THROTTLE,
                  RESCHEDULE,
                  REROUTE,
                  APPLY_SCHEMA_REMAP,
                  ROLL_BACK,
                  QUARANTINE),
              StageKind.TRANSFORM,
              List.of(
                  RETRY_WITH_BACKOFF,
                  RESTART,
                  SCALE_OUT,
                  SCALE_UP,
                  SCALE_IN,
                  THROTTLE,
                  RESCHEDULE,
                  REROUTE,
                  APPLY_SCHEMA_REMAP,
                  ROLL_BACK,
                  QUARANTINE,
                  CANCEL_BLOCKING_QUERY),
              StageKind.LOAD,
              List.of(
                  RETRY_WITH_BACKOFF,
                  RESTART,
                  SCALE_OUT,
                  SCALE_UP,
                  SCALE_IN,
                  THROTTLE,
                  RESCHEDULE,
                  REROUTE,
                  QUARANTINE,
                  ROLL_BACK,
                  CANCEL_BLOCKING_QUERY),
              StageKind.ORCHESTRATE,
              List.of(
                  RETRY_WITH_BACKOFF, RESCHEDULE, THROTTLE, RESTART, SCALE_OUT, ROLL_BACK, REROUTE),
              StageKind.STREAM,
              List.of(
                  RETRY_WITH_BACKOFF,
                  RESTART,
                  SCALE_OUT,
                  SCALE_UP,
                  SCALE_IN,
                  THROTTLE,
                  RESCHEDULE,
                  REROUTE,
                  APPLY_SCHEMA_REMAP,
                  ROLL_BACK,
                  QUARANTINE),
              StageKind.SERVE,
              List.of(
                  RETRY_WITH_BACKOFF,
                  RESTART,
                  SCALE_OUT,
                  SCALE_UP,
                  SCALE_IN,
                  THROTTLE,
                  RESCHEDULE,
                  REROUTE,
                  ROLL_BACK,
                  CANCEL_BLOCKING_QUERY)));

  /** What an on-call handbook says, first choice first; good practice, and often wrong. */
  private static final Map<ErrorType, List<Action>> RUNBOOK =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(ErrorType.SCHEMA_MISMATCH, List.of(APPLY_SCHEMA_REMAP, ROLL_BACK)),
              Map.entry(ErrorType.TIMEOUT, List.of(RETRY_WITH_BACKOFF, RESTART, ROLL_BACK)),
              Map.entry(ErrorType.DATA_CORRUPTION, List.of(QUARANTINE, ROLL_BACK, RESCHEDULE)),
              Map.entry(ErrorType.RESOURCE_EXHAUSTION, List.of(RESTART, SCALE_UP, ROLL_BACK)),
              Map.entry(ErrorType.THROTTLED, List.of(THROTTLE, SCALE_IN, REROUTE)),
              Map.entry(ErrorType.BACKLOG, List.of(SCALE_OUT, RESCHEDULE, SCALE_UP)),
              Map.entry(ErrorType.CONNECTION_LOST, List.of(RETRY_WITH_BACKOFF, RESTART, REROUTE)),
              Map.entry(ErrorType.CREDENTIALS, List.of(RESTART, ROLL_BACK)),
              Map.entry(ErrorType.SKEW, List.of(SCALE_UP, RESTART)),
              Map.entry(ErrorType.LOCK_CONTENTION, List.of(CANCEL_BLOCKING_QUERY, SCALE_IN)),
              Map.entry(ErrorType.QUOTA, List.of(RESCHEDULE, THROTTLE)),
              Map.entry(ErrorType.BAD_DEPLOY, List.of(ROLL_BACK, RESTART)),
              Map.entry(ErrorType.UNKNOWN, List.of(RETRY_WITH_BACKOFF, RESTART))));

  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** How many measurements may be missing before it is silence. */
  private static final int MISSED = 10;

  /**
   * What an action did is judged after a quarter of an hour: batches come every few minutes, and
   * what waited has to be worked off first.
   */
  private static final Duration COOLDOWN = Duration.ofMinutes(15);

  private static final int LEAST_CONCURRENCY = 3;

  /** What an action on a stage acts on. */
  static String target(String pipeline, StageSpec stage) {
    String account = ":123456789012/eu-west-1/" + pipeline + "-";
    return switch (stage.kind()) {
      case INGEST -> "dms" + account + (stage.name().equals("ingest") ? "cdc" : stage.name());
      case LOAD ->
          "redshift" + account + (stage.name().equals("load") ? "warehouse" : stage.name());
      case ORCHESTRATE ->
          "airflow:prod/-/"
              + pipeline
              + (stage.name().equals("schedule") ? "" : "-" + stage.name());
      default -> SERVICES.get(stage.kind()) + account + stage.name();
    };
  }

  private static List<Action> permits(StageSpec stage) {
    return stage.permits().isEmpty() ? PERMITS.get(stage.kind()) : stage.permits();
  }

  List<Settings> settings(Collection<Pipeline> pipelines) {
    List<Settings> parts = new ArrayList<>();
    List<SubjectSettings> subjects = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      parts.add(part("pipelines/" + pipeline.name).setPipeline(settings(pipeline)).build());
      subjects.add(
          new SubjectSettings(
              Pipeline.subject(pipeline.name),
              pipeline.sources().stream().map(stage -> stage.id).toList(),
              pipeline.readers().stream().map(stage -> stage.id).toList()));
    }
    parts.add(part("subjects").setSubjects(subjects).build());
    parts.add(
        part("autonomy").setAutonomy(new AutonomySettings(Autonomy.AUTONOMOUS, List.of())).build());
    parts.add(part("guardrails").setGuardrails(guardrails(pipelines.size())).build());
    parts.add(part("runbook").setRunbook(runbook()).build());
    parts.add(part("learning").setLearning(LearningSettings.newBuilder().build()).build());
    parts.add(part("executors").setExecutors(executors(pipelines)).build());
    return parts;
  }

  private Settings.Builder part(String part) {
    return Settings.newBuilder().setFleet(scenario.fleet()).setPart(part).setAt(at);
  }

  private PipelineSettings settings(Pipeline pipeline) {
    List<StageSettings> stages = new ArrayList<>();
    for (StageSpec spec : pipeline.spec.stages()) {
      stages.add(settings(pipeline, spec));
    }
    return new PipelineSettings(pipeline.name, stages);
  }

  private StageSettings settings(Pipeline in, StageSpec spec) {
    String pipeline = in.name;
    Duration silence = scenario.period().multipliedBy(MISSED);
    return StageSettings.newBuilder()
        .setName(spec.name())
        .setKind(spec.kind())
        .setService(SERVICES.get(spec.kind()))
        .setTarget(target(pipeline, spec))
        .setUpstream(spec.upstream())
        .setSlo(bounds(spec, in.stage(spec.name()).longestPause()))
        .setSilenceAfterMillis((silence.compareTo(SILENCE) > 0 ? silence : SILENCE).toMillis())
        .setContract(new StageContract(true, true, DataLoss.RECOVERABLE, permits(spec)))
        .build();
  }

  private static List<SloBound> bounds(StageSpec spec, double pause) {
    double every = spec.every().toMillis() / 1000.0;
    List<SloBound> bounds = new ArrayList<>();
    switch (spec.kind()) {
      case INGEST -> bounds.add(atMost("CDCLatencySource", 60 + pause));
      case TRANSFORM -> {
        bounds.add(atMost("glue.driver.aggregate.elapsedTime", 1000 * every * 5 / 6));
        bounds.add(atMost("glue.driver.jvm.heap.usage", 0.7));
      }
      case LOAD -> {
        bounds.add(atMost("QueryDuration", every));
        bounds.add(atMost("PercentageDiskSpaceUsed", 80));
        bounds.add(atMost("copy.rejected_rows", 50));
      }
      case STREAM -> {
        bounds.add(atMost("currentEmitEventTimeLag", 1000 * (60 + pause)));
        bounds.add(atMost("Status.JVM.Memory.Heap.Used", 0.75));
      }
      case SERVE -> {
        bounds.add(atMost("http.server.request.duration", 1 + pause / 10));
        bounds.add(atMost("container.memory.usage", 0.85));
      }
      default -> {
        // its runs tell
      }
    }
    return bounds;
  }

  private static SloBound atMost(String metric, double max) {
    return SloBound.newBuilder().setMetric(metric).setMax(max).build();
  }

  /** Half of the pipelines may be acted on at one time. */
  private static GuardrailSettings guardrails(int pipelines) {
    return GuardrailSettings.newBuilder()
        .setConcurrency(Math.max(LEAST_CONCURRENCY, pipelines / 2))
        .setCooldownMillis(COOLDOWN.toMillis())
        .build();
  }

  private static RunbookSettings runbook() {
    List<RunbookRule> rules = new ArrayList<>();
    RUNBOOK.forEach((type, actions) -> rules.add(new RunbookRule(type, actions)));
    return new RunbookSettings(rules);
  }

  private static ExecutorSettings executors(Collection<Pipeline> pipelines) {
    Map<String, Set<Action>> allowed = new LinkedHashMap<>();
    for (Pipeline pipeline : pipelines) {
      for (StageSpec spec : pipeline.spec.stages()) {
        allowed
            .computeIfAbsent(SERVICES.get(spec.kind()), service -> new LinkedHashSet<>())
            .addAll(permits(spec));
      }
    }
    List<AllowRule> allow = new ArrayList<>();
    allowed.forEach((service, actions) -> allow.add(new AllowRule(service, List.copyOf(actions))));
    allow.add(new AllowRule("people", List.of(Action.PAGE_HUMAN)));
    return new ExecutorSettings(allow);
  }
}
