package dev.prunella.job;

import dev.prunella.drift.DriftDetector;
import dev.prunella.drift.Subjects;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Versions of one schema subject to signals. Those that arrive before time begins are kept until it
 * does, for who reads the subject is not known before.
 */
final class DriftFunction
    extends KeyedBroadcastProcessFunction<String, SchemaEvent, Settings, Signal> {
  private static final long serialVersionUID = 1L;

  private final TimeSource clock;
  private transient ValueState<SubjectMemory> memory;
  private transient ListState<SchemaEvent> early;
  private transient SignalCounter signals;
  private transient Subjects subjects; // null: to be put together again

  DriftFunction(TimeSource clock) {
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) {
    signals = new SignalCounter(getRuntimeContext().getMetricGroup());
    early =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("early", RecordTypeInfo.ofRecord(SchemaEvent.class)));
    memory =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "subject", RecordTypeInfo.ofRecord(SubjectMemory.class)));
  }

  @Override
  public void processBroadcastElement(Settings part, Context context, Collector<Signal> out)
      throws Exception {
    BroadcastSettings.update(context.getBroadcastState(BroadcastSettings.STATE), part);
    subjects = null;
  }

  @Override
  public void processElement(SchemaEvent event, ReadOnlyContext context, Collector<Signal> out)
      throws Exception {
    if (context.timerService().currentWatermark() < Timeless.BEGINNING) {
      early.add(event);
      context.timerService().registerEventTimeTimer(Timeless.BEGINNING);
    } else {
      detect(event, context, out);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Signal> out)
      throws Exception {
    for (SchemaEvent event : early.get()) {
      detect(event, context, out);
    }
    early.clear();
    SubjectMemory known = memory.value();
    boolean over = context.timerService().currentWatermark() == Long.MAX_VALUE; // time is not
    Instant now = Instant.ofEpochMilli(timestamp);
    if (known != null && !over && !DriftDetector.forgetAt(known).isAfter(now)) {
      DriftDetector.forget(known, Subjects.fleet(context.getCurrentKey()), signals.before(out));
      memory.clear();
    }
  }

  private void detect(SchemaEvent event, ReadOnlyContext context, Collector<Signal> out)
      throws Exception {
    if (subjects == null) {
      subjects =
          new Subjects(BroadcastSettings.all(context.getBroadcastState(BroadcastSettings.STATE)));
    }
    Instant now =
        clock == TimeSource.WALL
            ? Instant.ofEpochMilli(context.timerService().currentProcessingTime())
            : event.getAt(); // what is replayed is as fresh as its own time
    SubjectMemory next =
        DriftDetector.onSchema(
            memory.value(),
            subjects.of(context.getCurrentKey()),
            subjects.isStale(event, now),
            event,
            signals.before(out));
    memory.update(next);
    Instant forgetAt = DriftDetector.forgetAt(next);
    if (forgetAt.isBefore(Instant.MAX)) {
      context.timerService().registerEventTimeTimer(forgetAt.toEpochMilli());
    }
  }
}
