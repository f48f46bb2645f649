package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.TelemetryTopic;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Watermarks of one telemetry partition: its clock records, less the time by which its telemetry
 * may be out of order.
 */
final class ClockWatermarks implements WatermarkGenerator<RawRecord> {

  /**
   * After so long without a first record a parallel source counts as one that has no partition. One
   * that had a record is never idle: while the brokers are away time stands still, in each
   * partition, rather than go by the first one that is back.
   */
  static final Duration IDLE = Duration.ofMinutes(1);

  /**
   * In replay time waits for every partition, as all hold clock records; so it waits forever if
   * there are more parallel sources than partitions.
   */
  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  private final Map<String, Long> outOfOrderMillis; // by topic
  private final LongSupplier latest; // what is later comes from a clock that is wrong
  private final RelativeClock activity;
  private final long idleAt; // by that clock
  private boolean seen;
  private long time = Long.MIN_VALUE;

  ClockWatermarks(
      Map<String, Long> outOfOrderMillis,
      LongSupplier latest,
      RelativeClock activity,
      Duration idleAfter) {
    this.outOfOrderMillis = outOfOrderMillis;
    this.latest = latest;
    this.activity = activity;
    this.idleAt = activity.relativeTimeMillis() + idleAfter.toMillis();
  }

  static WatermarkStrategy<RawRecord> strategy(Connection connection) {
    HashMap<String, Long> outOfOrderMillis = new HashMap<>();
    for (TelemetryTopic topic : connection.topics().telemetry()) {
      outOfOrderMillis.put(topic.name(), topic.outOfOrder().toMillis());
    }
    if (connection.clock() == TimeSource.RECORDS) {
      return WatermarkStrategy.forGenerator(
          context ->
              new ClockWatermarks(
                  outOfOrderMillis,
                  () -> Long.MAX_VALUE,
                  context.getInputActivityClock(),
                  NEVER_IDLE));
    }
    long tolerance = connection.futureTolerance().toMillis();
    return WatermarkStrategy.forGenerator(
        context ->
            new ClockWatermarks(
                outOfOrderMillis,
                () -> System.currentTimeMillis() + tolerance,
                context.getInputActivityClock(),
                IDLE));
  }

  @Override
  public void onEvent(RawRecord record, long timestamp, WatermarkOutput output) {
    if (!seen) {
      seen = true;
      output.markActive();
    }
    if (Clock.is(record) && record.timestamp() > time && record.timestamp() <= latest.getAsLong()) {
      time = record.timestamp();
      output.emitWatermark(new Watermark(time - outOfOrderMillis.get(record.topic()) - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // time passes by clock records alone
    if (!seen && activity.relativeTimeMillis() >= idleAt) {
      output.markIdle();
    }
  }
}
