package dev.prunella.job;

import dev.prunella.detect.Expectations;
import dev.prunella.detect.StageDetector;
import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.job.state.FlinkStageState;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.Connection.TimeSource;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Telemetry of one stage to signals. */
final class DetectFunction
    extends KeyedBroadcastProcessFunction<String, Telemetry, Settings, Signal> {
  private static final long serialVersionUID = 1L;

  private final TimeSource clock;
  private transient FlinkStageState state;
  private transient SignalCounter signals;
  private transient Counter late;
  private transient volatile long newest; // of the telemetry, in milliseconds since 1970
  private transient Expectations expectations; // null: to be put together again

  DetectFunction(TimeSource clock) {
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    signals = new SignalCounter(metrics);
    late = metrics.counter("late_telemetry_total");
    newest = Long.MIN_VALUE;
    if (clock == TimeSource.WALL) {
      metrics.gauge("evidence_lag_ms", this::evidenceLag);
    }
    state =
        new FlinkStageState(getRuntimeContext(), metrics.counter("overflow_measurements_total"));
  }

  @Override
  public void processBroadcastElement(Settings part, Context context, Collector<Signal> out)
      throws Exception {
    BroadcastSettings.update(context.getBroadcastState(BroadcastSettings.STATE), part);
    expectations = null;
  }

  @Override
  public void processElement(Telemetry telemetry, ReadOnlyContext context, Collector<Signal> out)
      throws Exception {
    TimerService timers = context.timerService();
    Expectation expectation = expectation(context, context.getCurrentKey());
    newest = Math.max(newest, telemetry.getAt().toEpochMilli());
    if (telemetry.getAt().toEpochMilli() <= timers.currentWatermark()) {
      late.inc(); // time did not wait for it: out_of_order of its topic is too short
    }
    StageDetector detector = new StageDetector(state, signals.before(out));
    arm(detector.onTelemetry(telemetry, expectation, now(timers)), timers);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Signal> out)
      throws Exception {
    TimerService timers = context.timerService();
    long time = timers.currentWatermark();
    if (time == Long.MAX_VALUE) {
      return; // the input has ended: this is not silence
    }
    StageDetector detector = new StageDetector(state, signals.before(out));
    if (detector.awaits(timestamp)) {
      Expectation expectation = expectation(context, context.getCurrentKey());
      arm(detector.onTime(expectation, time, now(timers)), timers);
    }
  }

  /** How far the newest telemetry is behind the wall clock; -1 before there is any. */
  private long evidenceLag() {
    return newest == Long.MIN_VALUE ? -1 : System.currentTimeMillis() - newest;
  }

  private static void arm(long due, TimerService timers) {
    if (due != StageDetector.NEVER) {
      timers.registerEventTimeTimer(due);
    }
  }

  private long now(TimerService timers) {
    return clock == TimeSource.WALL ? timers.currentProcessingTime() : timers.currentWatermark();
  }

  private Expectation expectation(ReadOnlyContext context, String key) throws Exception {
    if (expectations == null) {
      ReadOnlyBroadcastState<String, Settings> settings =
          context.getBroadcastState(BroadcastSettings.STATE);
      expectations = new Expectations(BroadcastSettings.all(settings));
    }
    return expectations.of(key);
  }
}
