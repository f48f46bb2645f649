package dev.prunella.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot;

/** Writes records as a release would have done whose schema of them was another one. */
final class OlderSerializer<T extends SpecificRecord> extends AvroSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final Schema older;

  OlderSerializer(Class<T> type, Schema older) {
    super(type);
    this.older = older;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<>(getType()).write(value, encoder);
    encoder.flush();
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(value.getSchema(), older)
            .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    new AvroSerializer<>(GenericRecord.class, older).serialize(record, target);
  }

  /** Names the class of today: it is the schema that an older release had in its place. */
  @Override
  @SuppressWarnings("unchecked")
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    try {
      Constructor<?> snapshot =
          AvroSerializerSnapshot.class.getDeclaredConstructor(Schema.class, Class.class);
      snapshot.setAccessible(true);
      return (TypeSerializerSnapshot<T>) snapshot.newInstance(older, getType());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }
}
