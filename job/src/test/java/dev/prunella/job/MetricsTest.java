package dev.prunella.job;

import static dev.prunella.job.Samples.measurement;
import static dev.prunella.job.Samples.slow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.detect.Expectations;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.settings.Connection.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** What a reporter sees. */
class MetricsTest {

  @Test
  void shouldCountSignalsByKindAndMeasurementsThatWereLeftOut() throws Exception {
    List<Telemetry> telemetry = new ArrayList<>();
    for (int metric = 0; metric < 300; metric++) {
      telemetry.add(
          Telemetry.newBuilder(measurement(metric, 1)).setMetric("metric " + metric).build());
    }
    telemetry.add(
        Telemetry.newBuilder(measurement(300, 1))
            .setKind(TelemetryKind.RUN)
            .setRun(new Run("1", RunState.FAILED, "timed out"))
            .build());
    InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
    Configuration flink = reporter.addToConfiguration(new Configuration());
    JobID job;
    try (StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, flink)) {
      var settings =
          env.fromData(
              List.of(Samples.pipeline("shop", slow(60))), RecordTypeInfo.ofRecord(Settings.class));
      env.fromData(telemetry, RecordTypeInfo.ofRecord(Telemetry.class))
          .keyBy(t -> Expectations.key(t.getFleet(), t.getStage()))
          .connect(settings.broadcast(BroadcastSettings.STATE))
          .process(new DetectFunction(TimeSource.RECORDS), RecordTypeInfo.ofRecord(Signal.class))
          .sinkTo(new DiscardingSink<>());
      job = env.execute().getJobID();
    }

    assertEquals(300 - 256, count(reporter, job, "overflow_measurements_total"));
    assertEquals(0, count(reporter, job, "late_telemetry_total"));
    assertEquals(1, count(reporter, job, "kind.FAILURE.signals_total"));
  }

  private static long count(InMemoryReporter reporter, JobID job, String name) {
    return ((Counter) reporter.findMetric(job, name).orElseThrow()).getCount();
  }
}
