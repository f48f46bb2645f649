package dev.prunella.job.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Alert;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TelemetrySerializerTest {

  private static final Instant AT = Instant.parse("2025-03-01T12:00:00.123Z");

  private final TypeSerializer<Telemetry> serializer = new TelemetrySerializer().duplicate();

  static Stream<Telemetry> everyKind() {
    Telemetry.Builder measurement =
        of(TelemetryKind.MEASUREMENT).setMetric("größe_é").setValue(-0.0).setUnit("By/s");
    return Stream.of(
        measurement.build(),
        measurement.setUnit("").setValue(Double.MAX_VALUE).setMetric("m".repeat(500)).build(),
        // fields of another kind are passed on as they came
        measurement.setAlert(new Alert("a", true, "high")).build(),
        of(TelemetryKind.RUN).setRun(new Run("r", RunState.FAILED, "it timed out")).build(),
        of(TelemetryKind.RETIREMENT).build());
  }

  private static Telemetry.Builder of(TelemetryKind kind) {
    return Telemetry.newBuilder().setFleet("shop").setStage("orders/load").setAt(AT).setKind(kind);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void shouldReadWhatItWrote(Telemetry telemetry) throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(16);
    serializer.serialize(telemetry, bytes);
    serializer.serialize(telemetry, bytes);

    DataInputDeserializer in = new DataInputDeserializer(bytes.getCopyOfBuffer());
    DataOutputSerializer copied = new DataOutputSerializer(16);
    assertEquals(telemetry, serializer.deserialize(in));
    serializer.copy(in, copied);
    assertEquals(0, in.available());
    DataInputDeserializer copy = new DataInputDeserializer(copied.getCopyOfBuffer());
    assertEquals(telemetry, serializer.deserialize(copy));
  }

  @Test
  void shouldKnowEveryFieldOfTheContract() {
    assertEquals(
        List.of(
            "fleet", "stage", "at", "kind", "metric", "value", "unit", "run", "log", "span",
            "change", "alert"),
        Telemetry.getClassSchema().getFields().stream().map(Schema.Field::name).toList(),
        "a new field must be written by TelemetrySerializer too, or make it leave the record to Avro");
  }
}
