package dev.prunella.plant;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the owner of the simulated fleet would write into prunella.yaml. */
final class FleetDescription {

  private static final Map<StageKind, String> SERVICES =
      new EnumMap<>(
          Map.of(
              StageKind.INGEST, "dms",
              StageKind.TRANSFORM, "glue",
              StageKind.LOAD, "redshift",
              StageKind.ORCHESTRATE, "airflow"));

  private static final Map<StageKind, List<Action>> PERMITS =
      new EnumMap<>(
          Map.of(
              StageKind.INGEST,
              List.of(
                  Action.RETRY_WITH_BACKOFF,
                  Action.RESTART,
                  Action.SCALE_OUT,
                  Action.SCALE_UP,
                  Action.THROTTLE,
                  Action.REROUTE,
                  Action.APPLY_SCHEMA_REMAP,
                  Action.ROLL_BACK),
              StageKind.TRANSFORM,
              List.of(
                  Action.RETRY_WITH_BACKOFF,
                  Action.RESTART,
                  Action.SCALE_OUT,
                  Action.SCALE_UP,
                  Action.THROTTLE,
                  Action.APPLY_SCHEMA_REMAP,
                  Action.ROLL_BACK,
                  Action.QUARANTINE),
              StageKind.LOAD,
              List.of(
                  Action.RETRY_WITH_BACKOFF,
                  Action.RESTART,
                  Action.SCALE_OUT,
                  Action.SCALE_UP,
                  Action.THROTTLE,
                  Action.QUARANTINE,
                  Action.ROLL_BACK,
                  Action.CANCEL_BLOCKING_QUERY),
              StageKind.ORCHESTRATE,
              List.of(Action.RETRY_WITH_BACKOFF, Action.RESCHEDULE, Action.THROTTLE)));

  /** What an on-call handbook says, first choice first; good practice, and often wrong. */
  private static final Map<ErrorType, List<Action>> RUNBOOK =
      new EnumMap<>(
          Map.of(
              ErrorType.SCHEMA_MISMATCH,
              List.of(Action.APPLY_SCHEMA_REMAP, Action.ROLL_BACK),
              ErrorType.TIMEOUT,
              List.of(Action.RETRY_WITH_BACKOFF, Action.SCALE_OUT, Action.RESTART),
              ErrorType.DATA_CORRUPTION,
              List.of(Action.RETRY_WITH_BACKOFF, Action.QUARANTINE, Action.ROLL_BACK),
              ErrorType.RESOURCE_EXHAUSTION,
              List.of(Action.RESTART, Action.SCALE_UP, Action.CANCEL_BLOCKING_QUERY),
              ErrorType.BACKLOG,
              List.of(Action.SCALE_OUT, Action.RESTART),
              ErrorType.CONNECTION_LOST,
              List.of(Action.RETRY_WITH_BACKOFF, Action.RESTART, Action.REROUTE),
              ErrorType.UNKNOWN,
              List.of(Action.RETRY_WITH_BACKOFF, Action.RESTART)));

  private FleetDescription() {}

  static String target(String pipeline, StageKind kind) {
    return switch (kind) {
      case INGEST -> "dms:123456789012/eu-west-1/" + pipeline + "-cdc";
      case TRANSFORM -> "glue:123456789012/eu-west-1/" + pipeline + "-transform";
      case LOAD -> "redshift:123456789012/eu-west-1/" + pipeline + "-warehouse";
      default -> "airflow:prod/-/" + pipeline;
    };
  }

  static List<Settings> settings(Scenario scenario, Instant at) {
    List<Settings> parts = new ArrayList<>();
    List<SubjectSettings> subjects = new ArrayList<>();
    for (String name : scenario.pipelines()) {
      parts.add(part(scenario, "pipelines/" + name, at).setPipeline(pipeline(name)).build());
      subjects.add(
          new SubjectSettings(
              Pipeline.subject(name), List.of(name + "/ingest"), List.of(name + "/transform")));
    }
    parts.add(part(scenario, "subjects", at).setSubjects(subjects).build());
    parts.add(
        part(scenario, "autonomy", at)
            .setAutonomy(new AutonomySettings(Autonomy.AUTONOMOUS, List.of()))
            .build());
    parts.add(part(scenario, "guardrails", at).setGuardrails(guardrails()).build());
    parts.add(part(scenario, "runbook", at).setRunbook(runbook()).build());
    parts.add(
        part(scenario, "learning", at).setLearning(LearningSettings.newBuilder().build()).build());
    parts.add(part(scenario, "executors", at).setExecutors(executors()).build());
    return parts;
  }

  private static Settings.Builder part(Scenario scenario, String part, Instant at) {
    return Settings.newBuilder().setFleet(scenario.fleet()).setPart(part).setAt(at);
  }

  private static PipelineSettings pipeline(String name) {
    return new PipelineSettings(
        name,
        List.of(
            stage(name, "schedule", StageKind.ORCHESTRATE, List.of(), List.of()),
            stage(
                name,
                "ingest",
                StageKind.INGEST,
                List.of(),
                List.of(atMost("CDCLatencySource", 60))),
            stage(
                name,
                "transform",
                StageKind.TRANSFORM,
                List.of("ingest", "schedule"),
                List.of(
                    atMost("glue.driver.aggregate.elapsedTime", 150_000),
                    atMost("glue.driver.jvm.heap.usage", 0.7))),
            stage(
                name,
                "load",
                StageKind.LOAD,
                List.of("transform"),
                List.of(
                    atMost("QueryDuration", 120),
                    atMost("PercentageDiskSpaceUsed", 80),
                    atMost("copy.rejected_rows", 50)))));
  }

  private static StageSettings stage(
      String pipeline, String name, StageKind kind, List<String> upstream, List<SloBound> slo) {
    return StageSettings.newBuilder()
        .setName(name)
        .setKind(kind)
        .setService(SERVICES.get(kind))
        .setTarget(target(pipeline, kind))
        .setUpstream(upstream)
        .setSlo(slo)
        .setSilenceAfterMillis(Duration.ofMinutes(5).toMillis())
        .setContract(new StageContract(true, true, DataLoss.RECOVERABLE, PERMITS.get(kind)))
        .build();
  }

  private static SloBound atMost(String metric, double max) {
    return SloBound.newBuilder().setMetric(metric).setMax(max).build();
  }

  /**
   * Half of the pipelines may be acted on at one time. What an action did is judged after a quarter
   * of an hour: batches come every few minutes, and what waited has to be worked off first.
   */
  private static GuardrailSettings guardrails() {
    return GuardrailSettings.newBuilder()
        .setConcurrency(3)
        .setCooldownMillis(Duration.ofMinutes(15).toMillis())
        .build();
  }

  private static RunbookSettings runbook() {
    List<RunbookRule> rules = new ArrayList<>();
    RUNBOOK.forEach((type, actions) -> rules.add(new RunbookRule(type, actions)));
    return new RunbookSettings(rules);
  }

  private static ExecutorSettings executors() {
    List<AllowRule> allow = new ArrayList<>();
    PERMITS.forEach((kind, actions) -> allow.add(new AllowRule(SERVICES.get(kind), actions)));
    allow.add(new AllowRule("people", List.of(Action.PAGE_HUMAN)));
    return new ExecutorSettings(allow);
  }
}
