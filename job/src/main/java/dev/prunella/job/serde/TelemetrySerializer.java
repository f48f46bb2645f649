package dev.prunella.job.serde;

import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.apache.flink.types.StringValue;

/**
 * Telemetry on its way from PARSE to DETECT, where almost all of it is measurements: they are
 * written field by field, the rest by Avro. For the network alone: it does not evolve.
 */
public final class TelemetrySerializer extends TypeSerializer<Telemetry> {
  private static final long serialVersionUID = 1L;

  private final AvroSerializer<Telemetry> avro;

  public TelemetrySerializer() {
    this(new AvroSerializer<>(Telemetry.class));
  }

  private TelemetrySerializer(AvroSerializer<Telemetry> avro) {
    this.avro = avro;
  }

  @Override
  public void serialize(Telemetry telemetry, DataOutputView target) throws IOException {
    boolean measurement = isBareMeasurement(telemetry);
    target.writeBoolean(measurement);
    if (!measurement) {
      avro.serialize(telemetry, target);
      return;
    }
    StringValue.writeString(telemetry.getFleet(), target);
    StringValue.writeString(telemetry.getStage(), target);
    target.writeLong(telemetry.getAt().toEpochMilli());
    StringValue.writeString(telemetry.getMetric(), target);
    target.writeDouble(telemetry.getValue());
    StringValue.writeString(telemetry.getUnit(), target);
  }

  private static boolean isBareMeasurement(Telemetry telemetry) {
    return telemetry.getKind() == TelemetryKind.MEASUREMENT
        && telemetry.getRun() == null
        && telemetry.getLog() == null
        && telemetry.getSpan() == null
        && telemetry.getChange() == null
        && telemetry.getAlert() == null;
  }

  @Override
  public Telemetry deserialize(DataInputView source) throws IOException {
    if (!source.readBoolean()) {
      return avro.deserialize(source);
    }
    String fleet = StringValue.readString(source);
    String stage = StringValue.readString(source);
    Instant at = Instant.ofEpochMilli(source.readLong());
    String metric = StringValue.readString(source);
    double value = source.readDouble();
    String unit = StringValue.readString(source);
    return new Telemetry(
        fleet,
        stage,
        at,
        TelemetryKind.MEASUREMENT,
        metric,
        value,
        unit,
        null,
        null,
        null,
        null,
        null);
  }

  @Override
  public Telemetry deserialize(Telemetry reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  /** The record itself: it has no setters. */
  @Override
  public Telemetry copy(Telemetry from) {
    return from;
  }

  @Override
  public Telemetry copy(Telemetry from, Telemetry reuse) {
    return from;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<Telemetry> duplicate() {
    return new TelemetrySerializer((AvroSerializer<Telemetry>) avro.duplicate());
  }

  @Override
  public Telemetry createInstance() {
    return null; // never reused
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TelemetrySerializer;
  }

  @Override
  public int hashCode() {
    return TelemetrySerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<Telemetry> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Public, with a constructor without arguments: Flink makes it when it restores. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Telemetry> {
    public Snapshot() {
      super(TelemetrySerializer::new);
    }
  }
}
