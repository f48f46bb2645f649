package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.Transition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes in which a stage's memory survives. */
class StoredFormTest {
  private final Stage stage = new Stage();

  private interface Writer {
    void write(DataOutput out) throws IOException;
  }

  @Test
  void shouldRestoreAStageAsItWas() throws IOException {
    stage.silenceAfter(Duration.ofHours(1));
    stage.run(Duration.ofMinutes(1), RunState.SUCCEEDED, "");
    stage.alert(Duration.ofMinutes(2), true).measure("rows", Duration.ofMinutes(3), 1);
    byte[] bytes = bytes(stage.state.memory()::write);

    StageMemory restored = StageMemory.read(input(bytes));
    assertArrayEquals(bytes, bytes(restored::write));
    assertEquals(stage.state.memory().open, restored.open);

    stage.state.remember(restored);
    int before = stage.signals.size();
    stage.run(Duration.ofSeconds(30), RunState.FAILED, "late");
    assertEquals(before, stage.signals.size(), "it knows what is late");
    stage.until(Duration.ofHours(2));
    assertEquals(before + 1, stage.signals.size(), "and when silence begins");
  }

  @Test
  void shouldGoOnAlikeFromACopy() {
    stage.slo(new SloBound("latency", null, 100.0, ErrorType.UNKNOWN));
    stage.silenceAfter(Duration.ofHours(1)).outOfOrder(Duration.ofSeconds(10));
    stage.measure("latency", Duration.ofMinutes(1), 150).measure("rows", Duration.ofMinutes(1), 7);
    Stage copy = stage.copy();
    List<Signal> before = List.copyOf(stage.signals);

    copy.measure("latency", Duration.ofMinutes(2), 50).until(Duration.ofHours(2));
    assertEquals(before, stage.signals, "it is a state of its own");
    stage.measure("latency", Duration.ofMinutes(2), 50).until(Duration.ofHours(2));
    assertTrue(copy.signals.size() > before.size(), "something was said since");
    assertEquals(stage.signals, copy.signals);
  }

  @Test
  void shouldRestoreAMetricAsItWas() throws IOException {
    stage.slo(new SloBound("latency", null, 100.0, ErrorType.UNKNOWN));
    stage.measure("latency", Duration.ofMinutes(1), 150);
    byte[] bytes = bytes(stage.state.metric("latency")::write);

    MetricWatch restored = MetricWatch.read(input(bytes));
    assertArrayEquals(bytes, bytes(restored::write));
    stage.state.put("latency", restored);
    stage.measure("latency", Duration.ofMinutes(2), 150);
    assertEquals(1, stage.signals.size(), "the first of the two values was kept");
  }

  @Test
  void shouldReadWhatTheFirstVersionWrote() throws IOException {
    stage.state.remember(StageMemory.read(input(recorded("stage-1.bin"))));
    stage.state.put("rows", MetricWatch.read(input(recorded("metric-1.bin"))));
    stage.run(Duration.ofMinutes(19), RunState.FAILED, "late");
    assertEquals(0, stage.signals.size(), "it knows what is late");

    stage.measure("rows", Duration.ofMinutes(21), 10);
    assertTrue(stage.state.memory().pulses.containsKey("rows"), "and watches delivery from now on");
  }

  /** A release that has a detector less must not suspect a stage for ever of what it found. */
  @Test
  void shouldEndTheSignalsOfADetectorThatIsNoMore() throws IOException {
    stage.measure("rows", Duration.ofMinutes(1), 1);
    Signal forecast =
        Signal.newBuilder()
            .setFleet("shop")
            .setStage("orders/load")
            .setKind(SignalKind.FORECAST)
            .setSubject("disk")
            .setTransition(Transition.OPENED)
            .setHint(ErrorType.UNKNOWN)
            .setAt(Stage.T0)
            .setOpenedAt(Stage.T0)
            .setSeenAt(Stage.T0)
            .build();
    stage.state.memory().open.put("FORECAST|disk", forecast);
    stage.state.remember(StageMemory.read(input(bytes(stage.state.memory()::write))));

    stage.measure("rows", Duration.ofMinutes(2), 1).measure("rows", Duration.ofMinutes(3), 1);

    assertEquals(List.of("RETIRED PT2M"), stage.said(SignalKind.FORECAST));
    assertTrue(stage.state.memory().open.isEmpty());
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in = StoredFormTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void shouldRefuseAVersionThatItDoesNotKnow() throws IOException {
    stage.measure("rows", Duration.ZERO, 1);
    byte[] memory = bytes(stage.state.memory()::write);
    byte[] watch = bytes(stage.state.metric("rows")::write);
    memory[0] = 9;
    watch[0] = 9;

    IOException refused = assertThrows(IOException.class, () -> StageMemory.read(input(memory)));
    assertTrue(refused.getMessage().contains("version 9"), refused.getMessage());
    assertThrows(IOException.class, () -> MetricWatch.read(input(watch)));
  }

  private static byte[] bytes(Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInput input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
