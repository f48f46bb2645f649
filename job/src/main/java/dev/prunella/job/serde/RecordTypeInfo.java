package dev.prunella.job.serde;

import dev.prunella.schemas.Telemetry;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;

/**
 * A generated Avro record as a Flink type, for state and network. Flink's own AvroTypeInfo asks for
 * setters, which our records do not have; its serializer does not, and brings Avro's rules of
 * schema evolution to the state.
 */
public final class RecordTypeInfo<T extends SpecificRecord> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  private RecordTypeInfo(Class<T> type, TypeSerializer<T> serializer) {
    this.type = type;
    this.serializer = serializer;
  }

  public static <T extends SpecificRecord> RecordTypeInfo<T> ofRecord(Class<T> type) {
    return new RecordTypeInfo<>(type, new AvroSerializer<>(type));
  }

  /** Of records between operators only, never in state: telemetry takes a faster way there. */
  @SuppressWarnings("unchecked") // T is Telemetry where it is asked for
  public static <T extends SpecificRecord> RecordTypeInfo<T> inFlight(Class<T> type) {
    return type == Telemetry.class
        ? new RecordTypeInfo<>(type, (TypeSerializer<T>) new TelemetrySerializer())
        : ofRecord(type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public String toString() {
    return "Avro<" + type.getSimpleName() + ">";
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RecordTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordTypeInfo<?> that
        && type == that.type
        && serializer.equals(that.serializer);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(type);
  }
}
