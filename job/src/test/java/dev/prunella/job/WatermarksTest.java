package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.millis;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.job.serde.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class WatermarksTest {

  private final ManualClock activity = new ManualClock();
  private final Said output = new Said();
  private final ClockWatermarks telemetry =
      new ClockWatermarks(
          Map.of("fast", 0L, "slow", 5000L), () -> millis(100), activity, ClockWatermarks.IDLE);

  @Test
  void shouldMoveTimeByClockRecordsLessWhatMayBeOutOfOrder() {
    telemetry.onEvent(measurement("fast", 9), millis(9), output);
    telemetry.onEvent(clock("fast", 10), millis(10), output);
    telemetry.onEvent(clock("slow", 20), millis(20), output);
    telemetry.onEvent(clock("slow", 15), millis(15), output); // of another job's clock

    assertEquals(List.of("active", millis(10) - 1, millis(15) - 1), output);
  }

  @Test
  void shouldNotFollowAClockFromTheFuture() {
    telemetry.onEvent(clock("fast", 101), millis(101), output);
    telemetry.onEvent(clock("fast", 100), millis(100), output);

    assertEquals(List.of("active", millis(100) - 1), output);
  }

  @Test
  void shouldNeverBeIdleOnceItHadARecord() {
    telemetry.onEvent(measurement("fast", 9), millis(9), output);
    wait(ClockWatermarks.IDLE.multipliedBy(10));
    telemetry.onPeriodicEmit(output);

    assertEquals(List.of("active"), output);
  }

  @Test
  void shouldBeIdleWithoutAnyRecordAndActiveWithTheFirst() {
    wait(ClockWatermarks.IDLE.minusMillis(1));
    telemetry.onPeriodicEmit(output);
    assertEquals(List.of(), output);

    wait(Duration.ofMillis(1));
    telemetry.onPeriodicEmit(output);
    telemetry.onEvent(measurement("fast", 9), millis(9), output);

    assertEquals(List.of("idle", "active"), output);
  }

  @Test
  void shouldLetTimeBeginAndNeverDriveItWhereAnInputHasNone() {
    Timeless<RawRecord> orders = new Timeless<>();
    orders.onPeriodicEmit(output);
    orders.onEvent(measurement("orders", 9), millis(9), output);

    assertEquals(List.of(Timeless.BEGINNING, "idle"), output);
  }

  private void wait(Duration time) {
    activity.advanceTime(time);
  }

  private static RawRecord clock(String topic, long second) {
    var record = Clock.record(topic, 0, at(second));
    return new RawRecord(topic, 0, 0, record.timestamp(), record.key(), record.value());
  }

  private static RawRecord measurement(String topic, long second) {
    return new RawRecord(topic, 0, 0, millis(second), new byte[0], new byte[0]);
  }

  private static final class Said extends ArrayList<Object> implements WatermarkOutput {
    private static final long serialVersionUID = 1L;

    @Override
    public void emitWatermark(Watermark watermark) {
      add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      add("idle");
    }

    @Override
    public void markActive() {
      add("active");
    }
  }
}
