package dev.prunella.job;

import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Instant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Says how far time has come behind HEAL, which it reaches only through every part of the loop.
 * Parallelism 1.
 */
final class HeartbeatOperator extends AbstractStreamOperator<Heartbeat>
    implements OneInputStreamOperator<Incident, Heartbeat> {
  private static final long serialVersionUID = 1L;

  private final String job;
  private final TimeSource clock;
  private transient volatile long reached;

  HeartbeatOperator(String job, TimeSource clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public void open() throws Exception {
    super.open();
    reached = Timeless.BEGINNING;
    if (clock == TimeSource.WALL) {
      getMetricGroup().gauge("time_lag_ms", this::lag);
    }
  }

  /** How far time is behind the wall clock; -1 before it begins. */
  private long lag() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    return Timeless.isTime(reached) ? now - reached : -1;
  }

  @Override
  public void processElement(StreamRecord<Incident> incident) {
    // only the time that travels with them counts
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    reached = mark.getTimestamp();
    if (Timeless.isTime(mark.getTimestamp())) {
      Heartbeat beat = new Heartbeat(job, Instant.ofEpochMilli(mark.getTimestamp()));
      output.collect(new StreamRecord<>(beat));
    }
    super.processWatermark(mark);
  }
}
