package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.load;
import static dev.prunella.job.Samples.measurement;
import static dev.prunella.job.Samples.millis;
import static dev.prunella.job.Samples.pipeline;
import static dev.prunella.job.Samples.slow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.detect.Expectations;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.Connection.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectFunctionTest {

  private static final int MOST = 8; // parallelism

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void shouldNoticeSilenceWhenTimePasses() throws Exception {
    Harness detect = started();
    detect.settings(pipeline("shop", load().setSilenceAfterMillis(60_000).build()));
    detect.telemetry(measurement(0, 1));

    detect.time(59);
    assertEquals(List.of(), detect.said());
    detect.time(60);

    assertEquals(List.of("SILENCE OPENED"), detect.said());
  }

  @Test
  void shouldNotTakeTheEndOfItsInputForSilence() throws Exception {
    Harness detect = started();
    detect.settings(pipeline("shop", load().setSilenceAfterMillis(60_000).build()));
    detect.telemetry(measurement(0, 1));

    detect.harness.watermark(Long.MAX_VALUE);

    assertEquals(List.of(), detect.said());
  }

  /** The brokers are away: no clock record comes in any partition. */
  @Test
  void shouldStandStillWhileAllTelemetryIsIdleAndGoOnAfterwards() throws Exception {
    Harness detect = started();
    detect.settings(pipeline("shop", load().setSilenceAfterMillis(60_000).build()));
    openGate(detect);
    detect.telemetry(measurement(0, 1));
    detect.harness.processWatermark(millis(10));

    detect.harness.getTwoInputOperator().processWatermarkStatus1(WatermarkStatus.IDLE);
    assertEquals(millis(10), detect.newestWatermark());

    detect.harness.getTwoInputOperator().processWatermarkStatus1(WatermarkStatus.ACTIVE);
    detect.harness.processWatermark(millis(60));
    assertEquals(millis(60), detect.newestWatermark());
    assertEquals(List.of("SILENCE OPENED"), detect.said());
  }

  @Test
  void shouldHoldTimeBackUntilTheGateOpens() throws Exception {
    Harness detect = started();
    detect.settings(pipeline("shop", load().setSilenceAfterMillis(60_000).build()));
    detect.telemetry(measurement(0, 1));
    detect.harness.processWatermark(millis(100));
    assertEquals(List.of(), detect.said());

    openGate(detect);

    assertEquals(List.of("SILENCE OPENED"), detect.said());
  }

  @Test
  void shouldGoByTheBoundThatIsInForce() throws Exception {
    Harness detect = started();
    detect.settings(pipeline("shop", slow(100)));
    detect.telemetry(measurement(0, 70), measurement(1, 70), measurement(2, 70));
    assertEquals(List.of(), detect.said());

    detect.settings(pipeline("shop", slow(60)));
    detect.telemetry(measurement(3, 70), measurement(4, 70));

    assertEquals(List.of("SLO_BURN OPENED"), detect.said());
    assertEquals(60.0, detect.signals().get(0).getUpper());
  }

  @Test
  void shouldForgetAPartThatIsTakenBack() throws Exception {
    Harness detect = started();
    detect.settings(pipeline("shop", slow(60)));
    detect.telemetry(measurement(0, 70), measurement(1, 70));

    detect.settings(Samples.part("shop", "pipelines/orders").build());
    detect.telemetry(measurement(2, 70));

    assertEquals(List.of("SLO_BURN OPENED", "SLO_BURN REBASED"), detect.said());
    assertFalse(
        detect.harness.getBroadcastState(BroadcastSettings.STATE).iterator().hasNext(),
        "the part is still stored");
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnWithAnOpenSignalAfterARestore(Backend backend) throws Exception {
    Harness before = started(backend);
    before.settings(pipeline("shop", slow(60)));
    before.telemetry(measurement(0, 70), measurement(1, 70));

    Harness after = restored(backend, before.snapshot());
    after.telemetry(measurement(2, 1), measurement(3, 1), measurement(4, 1));

    assertEquals(List.of("SLO_BURN CLEARED"), after.said());
    assertEquals(at(1), after.signals().get(0).getOpenedAt());
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowWhatIsUsualAfterARestore(Backend backend) throws Exception {
    Harness before = started(backend);
    int second = 0;
    for (int i = 0; i < 400; i++, second += 300) {
      before.telemetry(measurement(second, 100 + i % 7));
    }
    assertEquals(List.of(), before.said());

    Harness after = restored(backend, before.snapshot());
    for (int i = 0; i < 5; i++, second += 300) {
      after.telemetry(measurement(second, 5000));
    }

    assertEquals(SignalKind.ANOMALY, after.signals().get(0).getKind());
    double expected = after.signals().get(0).getExpected();
    assertTrue(expected > 95 && expected < 111, "expected " + expected);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNoticeSilenceThatWasAwaitedBeforeARestore(Backend backend) throws Exception {
    Harness before = started(backend);
    before.settings(pipeline("shop", load().setSilenceAfterMillis(60_000).build()));
    before.telemetry(measurement(0, 1));
    before.time(30);

    Harness after = restored(backend, before.snapshot());
    after.time(61);

    assertEquals(List.of("SILENCE OPENED"), after.said());
  }

  @Test
  void shouldKeepStagesAndSettingsWhenRescaled() throws Exception {
    Harness before = started();
    before.settings(pipeline("shop", slow(60)));
    before.telemetry(measurement(0, 70), measurement(1, 70));
    OperatorSubtaskState state = before.snapshot();
    int owner =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            Expectations.key("shop", "orders/load"), MOST, 2);

    Harness after = new Harness(2, owner, Backend.HEAP);
    after.harness.initializeState(
        AbstractStreamOperatorTestHarness.repartitionOperatorState(state, MOST, 1, 2, owner));
    after.harness.open();
    after.telemetry(measurement(2, 1), measurement(3, 1), measurement(4, 1), measurement(5, 70));
    after.telemetry(measurement(6, 70));

    assertEquals(List.of("SLO_BURN CLEARED", "SLO_BURN OPENED"), after.said());
  }

  @Test
  void shouldAwaitOneTimerPerStageHoweverOftenItIsDueEarlier() throws Exception {
    Harness detect = started();
    detect.telemetry(measurement(0, 1)); // due in 14 days
    for (int i = 1; i <= 20; i++) {
      // a shorter limit each time: due earlier than awaited
      detect.settings(
          pipeline("shop", load().setSilenceAfterMillis(1000 * (2000 - 10 * i)).build()));
      detect.telemetry(measurement(i, 1));
    }
    for (int i = 21; i < 5000; i += 7) {
      detect.telemetry(measurement(i, 1));
      detect.time(i);
    }

    assertEquals(List.of(), detect.said());
    assertEquals(2, detect.harness.numEventTimeTimers(), "the one that is awaited, and day 14");
  }

  /** A gate that finds no settings, and so opens at once. */
  private void openGate(Harness detect) throws Exception {
    var gate = new OneInputStreamOperatorTestHarness<>(new SettingsGate(Map::of), 1, 1, 0);
    opened.add(gate);
    gate.open();
    for (Object element : gate.getOutput()) {
      if (element instanceof Watermark mark) {
        detect.harness.processBroadcastWatermark(mark);
      } else if (element instanceof WatermarkStatus status) {
        detect.harness.getTwoInputOperator().processWatermarkStatus2(status);
      }
    }
  }

  private Harness started() throws Exception {
    return started(Backend.HEAP);
  }

  private Harness started(Backend backend) throws Exception {
    Harness detect = new Harness(1, 0, backend);
    detect.harness.open();
    return detect;
  }

  private Harness restored(Backend backend, OperatorSubtaskState state) throws Exception {
    Harness detect = new Harness(1, 0, backend);
    detect.harness.initializeState(state);
    detect.harness.open();
    return detect;
  }

  private final class Harness {
    final KeyedBroadcastOperatorTestHarness<String, Telemetry, Settings, Signal> harness;

    Harness(int parallelism, int index, Backend backend) throws Exception {
      harness =
          new KeyedBroadcastOperatorTestHarness<>(
              new CoBroadcastWithKeyedOperator<>(
                  new DetectFunction(TimeSource.RECORDS), List.of(BroadcastSettings.STATE)),
              t -> Expectations.key(t.getFleet(), t.getStage()),
              Types.STRING,
              MOST,
              parallelism,
              index);
      harness.setStateBackend(backend.make());
      harness.setup(
          RecordTypeInfo.ofRecord(Signal.class).createSerializer(new SerializerConfigImpl()));
      opened.add(harness);
    }

    void settings(Settings part) throws Exception {
      harness.processBroadcastElement(part, 0);
    }

    void telemetry(Telemetry... telemetry) throws Exception {
      for (Telemetry one : telemetry) {
        harness.processElement(one, 0);
      }
    }

    void time(long second) throws Exception {
      harness.watermark(millis(second));
    }

    OperatorSubtaskState snapshot() throws Exception {
      return harness.snapshot(1, 1);
    }

    List<Signal> signals() {
      return harness.extractOutputValues();
    }

    List<String> said() {
      return signals().stream()
          .map(s -> s.getKind() + " " + s.getTransition())
          .collect(Collectors.toList());
    }

    long newestWatermark() {
      return harness.getOutput().stream()
          .map(StreamElement.class::cast)
          .filter(StreamElement::isWatermark)
          .mapToLong(e -> e.asWatermark().getTimestamp())
          .max()
          .orElse(Long.MIN_VALUE);
    }
  }
}
