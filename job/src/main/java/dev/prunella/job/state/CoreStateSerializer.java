package dev.prunella.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's view of state that core writes itself, as versioned bytes behind a length. Core owns the
 * form and its versions, so for Flink the serializer never changes.
 */
abstract class CoreStateSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  /** Room for a metric with a day and a week. */
  private static final int FIRST_BYTES = 4096;

  abstract void write(T value, DataOutput out) throws IOException;

  abstract T read(DataInput in) throws IOException;

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    if (target instanceof DataOutputSerializer memory) { // RocksDB's, at each access
      int start = memory.length();
      memory.writeInt(0);
      write(value, memory);
      memory.writeIntUnsafe(memory.length() - start - Integer.BYTES, start);
      return;
    }
    DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
    write(value, bytes);
    target.writeInt(bytes.length());
    target.write(bytes.getSharedBuffer(), 0, bytes.length());
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return read(new DataInputDeserializer(bytes));
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public T copy(T from) {
    try {
      DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
      write(from, bytes);
      return read(new DataInputDeserializer(bytes.getSharedBuffer(), 0, bytes.length()));
    } catch (IOException e) {
      throw new UncheckedIOException("state in memory could not be copied", e);
    }
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public T createInstance() {
    return null; // never reused
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }
}
