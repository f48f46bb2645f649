package dev.prunella.job;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Watermarks of an input that never holds time back: it is always at the end of time. */
final class Timeless<T> implements WatermarkGenerator<T> {

  static <T> WatermarkStrategy<T> strategy() {
    return WatermarkStrategy.forGenerator(context -> new Timeless<>());
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    // onPeriodicEmit says it all
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.emitWatermark(Watermark.MAX_WATERMARK);
  }
}
