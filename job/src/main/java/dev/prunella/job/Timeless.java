package dev.prunella.job;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks of an input that has no time of its own: it says that time may begin, and is idle from
 * then on. So it never holds time back; and never drives it, as the end of time would once all
 * telemetry is idle.
 */
final class Timeless<T> implements WatermarkGenerator<T> {

  /** Time may begin, but has not: the watermark before that of any telemetry. */
  static final long BEGINNING = Long.MIN_VALUE + 1;

  static <T> WatermarkStrategy<T> strategy() {
    return WatermarkStrategy.forGenerator(context -> new Timeless<>());
  }

  /** Whether a watermark names a time, rather than that there is none yet or no more. */
  static boolean isTime(long watermark) {
    return watermark > BEGINNING && watermark != Long.MAX_VALUE;
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    // onPeriodicEmit says it all
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.emitWatermark(new Watermark(BEGINNING));
    output.markIdle();
  }
}
