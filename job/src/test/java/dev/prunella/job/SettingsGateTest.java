package dev.prunella.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.job.serde.RawRecord;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.function.SerializableSupplier;
import org.junit.jupiter.api.Test;

class SettingsGateTest {

  private static final List<Object> OPEN =
      List.of(new Watermark(Timeless.BEGINNING), WatermarkStatus.IDLE);

  @Test
  void shouldHoldTimeBackUntilTheLastRecordOfEachPartitionHasPassed() throws Exception {
    try (var gate = gate(() -> Map.of(0, 2L, 1, 0L))) {
      gate.open();
      read(gate, 0, 2);
      assertEquals(List.of(), time(gate));

      read(gate, 1, 0);

      assertEquals(OPEN, time(gate));
      assertEquals(2, gate.extractOutputValues().size());
    }
  }

  @Test
  void shouldOpenAtOnceIfNothingIsSet() throws Exception {
    try (var gate = gate(Map::of)) {
      gate.open();
      assertEquals(OPEN, time(gate));
    }
  }

  @Test
  void shouldLetNoTimeOfItsInputThrough() throws Exception {
    try (var gate = gate(() -> Map.of(0, 2L))) {
      gate.open();
      gate.processWatermark(1000);
      gate.processWatermarkStatus(WatermarkStatus.IDLE);
      gate.processWatermark(Watermark.MAX_WATERMARK);
      assertEquals(List.of(), time(gate));
    }
  }

  @Test
  void shouldOpenAtOnceAfterARestoreIfNothingWasWrittenMeanwhile() throws Exception {
    OperatorSubtaskState state = afterReading(2);
    try (var gate = gate(() -> Map.of(0, 2L))) {
      gate.initializeState(state);
      gate.open();
      assertEquals(OPEN, time(gate));
    }
  }

  @Test
  void shouldStayClosedAfterARestoreUntilWhatWasWrittenMeanwhileHasPassed() throws Exception {
    OperatorSubtaskState state = afterReading(2);
    try (var gate = gate(() -> Map.of(0, 4L))) {
      gate.initializeState(state);
      gate.open();
      read(gate, 0, 3);
      assertEquals(List.of(), time(gate));

      read(gate, 0, 4);

      assertEquals(OPEN, time(gate));
    }
  }

  @Test
  void shouldSayWhichTopicItCannotReadAndWhere() {
    LastRecords unreachable =
        new LastRecords(
            "settings",
            Map.of(
                "bootstrap.servers",
                "localhost:1",
                "default.api.timeout.ms",
                300,
                "request.timeout.ms",
                200));

    IllegalStateException failure = assertThrows(IllegalStateException.class, unreachable::get);

    assertTrue(
        failure.getMessage().startsWith("The topic 'settings' at localhost:1 cannot be read"),
        failure.getMessage());
  }

  private static OperatorSubtaskState afterReading(long offset) throws Exception {
    try (var gate = gate(() -> Map.of(0, offset))) {
      gate.open();
      read(gate, 0, offset);
      assertEquals(OPEN, time(gate));
      return gate.snapshot(1, 1);
    }
  }

  private static void read(
      OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate, int partition, long offset)
      throws Exception {
    gate.processElement(
        new RawRecord("settings", partition, offset, 0, new byte[0], new byte[0]), 0);
  }

  private static List<Object> time(OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate) {
    return gate.getOutput().stream().filter(e -> !((StreamElement) e).isRecord()).toList();
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate(
      SerializableSupplier<Map<Integer, Long>> lastRecords) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new SettingsGate(lastRecords), 1, 1, 0);
  }
}
