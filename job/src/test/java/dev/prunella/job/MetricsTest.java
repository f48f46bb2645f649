package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.failure;
import static dev.prunella.job.Samples.measurement;
import static dev.prunella.job.Samples.slow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.detect.Expectations;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Transition;
import dev.prunella.settings.Connection.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
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

  @Test
  void shouldTellWhatBecameOfIncidentsByKind() throws Exception {
    Signal cleared =
        Signal.newBuilder(failure("shop", "orders/load", 0))
            .setTransition(Transition.CLEARED)
            .setAt(at(90))
            .build();
    Signal muchLater = failure("other", "orders/load", 86_400); // moves time
    InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
    Configuration flink = reporter.addToConfiguration(new Configuration());
    JobID job;
    try (StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, flink)) {
      var signals = List.of(failure("shop", "orders/load", 0), cleared, muchLater);
      var events =
          env.fromData(
              List.of(Samples.event(Samples.pipeline("elsewhere"))),
              RecordTypeInfo.ofRecord(FleetEvent.class));
      env.fromData(signals, RecordTypeInfo.ofRecord(Signal.class))
          .assignTimestampsAndWatermarks(WatermarkStrategy.forGenerator(c -> new EachSignal()))
          .keyBy(Signal::getFleet)
          .connect(events.keyBy(FleetEvent::getFleet))
          .process(new HealFunction(TimeSource.WALL, 7), RecordTypeInfo.ofRecord(Incident.class))
          .sinkTo(new DiscardingSink<>());
      job = env.execute().getJobID();
    }

    assertEquals(2, count(reporter, job, "error_type.TIMEOUT.incidents_opened_total"));
    assertEquals(1, count(reporter, job, "status.RECOVERED.incidents_closed_total"));
    assertEquals(0, count(reporter, job, "status.ESCALATED.incidents_closed_total"));
    assertTrue(count(reporter, job, "lesson.CENSORED.credits_total") > 0, "no credit");
    assertEquals(90, histogram(reporter, job, "time_to_recover_seconds").getMax());
    assertTrue(histogram(reporter, job, "decision_latency_ms").size() > 0, "no decision");
    assertEquals(1, gauge(reporter, job, "incidents_open$"));
  }

  /** Time comes with each signal. */
  private static final class EachSignal implements WatermarkGenerator<Signal> {
    @Override
    public void onEvent(Signal signal, long timestamp, WatermarkOutput output) {
      output.emitWatermark(new Watermark(signal.getAt().toEpochMilli()));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // onEvent says it all
    }
  }

  private static HistogramStatistics histogram(InMemoryReporter reporter, JobID job, String name) {
    return ((Histogram) reporter.findMetric(job, name).orElseThrow()).getStatistics();
  }

  private static Object gauge(InMemoryReporter reporter, JobID job, String name) {
    return ((Gauge<?>) reporter.findMetric(job, name).orElseThrow()).getValue();
  }

  private static long count(InMemoryReporter reporter, JobID job, String name) {
    return ((Counter) reporter.findMetric(job, name).orElseThrow()).getCount();
  }
}
