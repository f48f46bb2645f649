package dev.prunella.app.bench;

import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Duration;
import java.time.Instant;

/** The telemetry of a benchmark, and its time: simulated, from a Monday in the past. */
record Facts(long seed) {

  /** Between two values of one metric. */
  static final Duration CADENCE = Duration.ofSeconds(30);

  /** When the past of the stages begins. */
  static final Instant PAST = Instant.parse("2025-01-06T00:00:00Z");

  /** When the benchmark begins: by then a stage knows its day, and is still learning its week. */
  static final Instant START = PAST.plus(Duration.ofDays(4));

  Telemetry measurement(int stage, Metric metric, Instant at) {
    return Telemetry.newBuilder()
        .setFleet(Stages.fleet(stage))
        .setStage(Stages.stage(stage))
        .setAt(at)
        .setKind(TelemetryKind.MEASUREMENT)
        .setMetric(metric.title())
        .setValue(metric.at(at.toEpochMilli(), stage, seed))
        .build();
  }

  static Telemetry failedRun(int stage, Instant at) {
    return Telemetry.newBuilder()
        .setFleet(Stages.failingFleet(stage))
        .setStage(Stages.failingStage(stage))
        .setAt(at)
        .setKind(TelemetryKind.RUN)
        .setRun(
            Run.newBuilder()
                .setRunId("run-" + stage)
                .setState(RunState.FAILED)
                .setMessage("the task timed out after 600 s")
                .build())
        .build();
  }
}
