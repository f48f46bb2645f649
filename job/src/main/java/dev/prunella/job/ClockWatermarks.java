package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.TelemetryTopic;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks of one telemetry partition: its clock records, less the time by which its telemetry
 * may be out of order.
 */
final class ClockWatermarks implements WatermarkGenerator<RawRecord> {

  /** After so long without a record a parallel source counts as one that has no partition. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Map<String, Long> outOfOrderMillis; // by topic
  private long time = Long.MIN_VALUE;

  private ClockWatermarks(Map<String, Long> outOfOrderMillis) {
    this.outOfOrderMillis = outOfOrderMillis;
  }

  static WatermarkStrategy<RawRecord> strategy(Connection connection) {
    HashMap<String, Long> outOfOrderMillis = new HashMap<>();
    for (TelemetryTopic topic : connection.topics().telemetry()) {
      outOfOrderMillis.put(topic.name(), topic.outOfOrder().toMillis());
    }
    WatermarkStrategy<RawRecord> strategy =
        WatermarkStrategy.forGenerator(context -> new ClockWatermarks(outOfOrderMillis));
    return connection.clock() == TimeSource.WALL ? strategy.withIdleness(IDLE) : strategy;
  }

  @Override
  public void onEvent(RawRecord record, long timestamp, WatermarkOutput output) {
    if (Clock.is(record) && record.timestamp() > time) {
      time = record.timestamp();
      output.emitWatermark(new Watermark(time - outOfOrderMillis.get(record.topic()) - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // time passes by clock records alone
  }
}
