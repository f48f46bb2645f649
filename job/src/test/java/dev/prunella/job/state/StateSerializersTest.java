package dev.prunella.job.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.detect.Expectations;
import dev.prunella.detect.MetricWatch;
import dev.prunella.detect.StageDetector;
import dev.prunella.detect.StageMemory;
import dev.prunella.detect.StageState;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.TargetMemory;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a savepoint says of each type of state must be enough to read it again. */
class StateSerializersTest {

  static Stream<TypeSerializer<?>> serializers() {
    Stream<TypeSerializer<?>> records =
        Stream.of(
                Settings.class,
                Signal.class,
                Incident.class,
                Decision.class,
                TargetMemory.class,
                Order.class,
                FleetMemory.class,
                SubjectMemory.class,
                SchemaEvent.class,
                Telemetry.class)
            .map(
                type -> RecordTypeInfo.ofRecord(type).createSerializer(new SerializerConfigImpl()));
    return Stream.concat(
        records, Stream.of(new StageMemorySerializer(), new MetricWatchSerializer()));
  }

  @ParameterizedTest
  @MethodSource("serializers")
  <T> void shouldBeReadWithWhatItsSnapshotSays(TypeSerializer<T> serializer) throws IOException {
    TypeSerializerSnapshot<T> written = serializer.snapshotConfiguration();
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, written);
    TypeSerializerSnapshot<T> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

    assertTrue(
        serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs());
    assertEquals(serializer, read.restoreSerializer());
    assertEquals(serializer, serializer.duplicate());
  }

  /** State on the heap goes on being changed in place after a copy was taken for a snapshot. */
  @Test
  void shouldCopyAllTheWayDown() throws IOException {
    Stage stage = new Stage();
    stage.measure(0);
    StageMemory memory = new StageMemorySerializer().copy(stage.memory);
    MetricWatch metric = new MetricWatchSerializer().copy(stage.metric);
    byte[] memoryBefore = bytes(new StageMemorySerializer(), memory);
    byte[] metricBefore = bytes(new MetricWatchSerializer(), metric);
    assertArrayEquals(memoryBefore, bytes(new StageMemorySerializer(), stage.memory));

    stage.measure(60);

    assertArrayEquals(memoryBefore, bytes(new StageMemorySerializer(), memory));
    assertArrayEquals(metricBefore, bytes(new MetricWatchSerializer(), metric));
    assertFalse(
        Arrays.equals(memoryBefore, bytes(new StageMemorySerializer(), stage.memory)),
        "nothing was changed");
  }

  private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  private static final class Stage implements StageState {
    StageMemory memory;
    MetricWatch metric;

    void measure(long second) {
      Telemetry telemetry =
          Telemetry.newBuilder()
              .setStage("orders/load")
              .setAt(Instant.ofEpochSecond(second))
              .setKind(TelemetryKind.MEASUREMENT)
              .setMetric("latency")
              .setValue(1)
              .build();
      new StageDetector(this, signal -> {})
          .onTelemetry(telemetry, new Expectations(List.of()).of("default/orders/load"), 0);
    }

    @Override
    public StageMemory memory() {
      return memory;
    }

    @Override
    public void remember(StageMemory next) {
      memory = next;
    }

    @Override
    public MetricWatch metric(String name) {
      return metric;
    }

    @Override
    public void put(String name, MetricWatch watch) {
      metric = watch;
    }

    @Override
    public List<Telemetry> held() {
      return List.of();
    }

    @Override
    public void hold(List<Telemetry> telemetry) {
      throw new AssertionError("telemetry is in order");
    }

    @Override
    public void clear() {
      throw new AssertionError("the stage is not over");
    }
  }
}
