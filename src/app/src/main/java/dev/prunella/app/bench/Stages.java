package dev.prunella.app.bench;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The stages of a benchmark: those that are watched and send measurements, in shadow; and those
 * whose runs fail, one after the other and each once, whose fleets may retry them without limits
 * that would hold a command back.
 *
 * @param watched numbered from 0
 * @param failing numbered from 0
 */
record Stages(int watched, int failing) {

  private static final int WATCHED_PER_FLEET = 100;
  private static final int FAILING_PER_FLEET = 20;
  private static final String PIPELINE = "pipeline";
  private static final long HOUR = Duration.ofHours(1).toMillis();

  static String fleet(int stage) {
    return "fleet-" + stage / WATCHED_PER_FLEET;
  }

  static String stage(int stage) {
    return PIPELINE + "/stage-" + stage;
  }

  static String failingFleet(int stage) {
    return "batch-" + stage / FAILING_PER_FLEET;
  }

  static String failingStage(int stage) {
    return PIPELINE + "/run-" + stage;
  }

  /** The number of a failing stage; -1 if it is none. */
  static int failing(String stage) {
    String prefix = PIPELINE + "/run-";
    return stage.startsWith(prefix) ? Integer.parseInt(stage.substring(prefix.length())) : -1;
  }

  List<Settings> settings(Instant at) {
    List<Settings> parts = new ArrayList<>();
    for (int first = 0; first < watched; first += WATCHED_PER_FLEET) {
      int last = Math.min(watched, first + WATCHED_PER_FLEET);
      parts.add(pipeline(fleet(first), first, last, Stages::watchedStage, at));
    }
    for (int first = 0; first < failing; first += FAILING_PER_FLEET) {
      String fleet = failingFleet(first);
      int last = Math.min(failing, first + FAILING_PER_FLEET);
      parts.add(pipeline(fleet, first, last, Stages::batchStage, at));
      parts.addAll(freeHand(fleet, at));
    }
    return parts;
  }

  private static Settings pipeline(
      String fleet, int first, int last, IntFunction<StageSettings> stage, Instant at) {
    List<StageSettings> stages = new ArrayList<>();
    for (int i = first; i < last; i++) {
      stages.add(stage.apply(i));
    }
    return part(fleet, "pipelines/" + PIPELINE, at)
        .setPipeline(new PipelineSettings(PIPELINE, stages))
        .build();
  }

  private static StageSettings watchedStage(int stage) {
    SloBound bound =
        SloBound.newBuilder().setMetric(Metric.LATENCY.title()).setMax(60_000.0).build();
    return StageSettings.newBuilder().setName("stage-" + stage).setSlo(List.of(bound)).build();
  }

  private static StageSettings batchStage(int stage) {
    return StageSettings.newBuilder()
        .setName("run-" + stage)
        .setService("airflow")
        .setTarget("airflow:bench/-/run-" + stage)
        .setContract(StageContract.newBuilder().setIdempotent(true).build())
        .build();
  }

  private static List<Settings> freeHand(String fleet, Instant at) {
    RunbookRule rule = new RunbookRule(ErrorType.TIMEOUT, List.of(Action.RETRY_WITH_BACKOFF));
    return List.of(
        part(fleet, "autonomy", at)
            .setAutonomy(AutonomySettings.newBuilder().setOtherwise(Autonomy.AUTONOMOUS).build())
            .build(),
        part(fleet, "guardrails", at)
            .setGuardrails(
                GuardrailSettings.newBuilder()
                    .setCooldownMillis(0)
                    .setConcurrency(FAILING_PER_FLEET)
                    .setCommandExpiryMillis(HOUR)
                    .setGatherMillis(0)
                    .build())
            .build(),
        part(fleet, "learning", at)
            .setLearning(LearningSettings.newBuilder().setExploration(0).build())
            .build(),
        part(fleet, "runbook", at).setRunbook(new RunbookSettings(List.of(rule))).build());
  }

  private static Settings.Builder part(String fleet, String part, Instant at) {
    return Settings.newBuilder().setFleet(fleet).setPart(part).setAt(at);
  }
}
