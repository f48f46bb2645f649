package dev.prunella.job.state;

import dev.prunella.detect.StageMemory;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** {@link StageMemory} in Flink state. */
public final class StageMemorySerializer extends CoreStateSerializer<StageMemory> {
  private static final long serialVersionUID = 1L;
  private static final StageMemorySerializer INSTANCE = new StageMemorySerializer();

  @Override
  void write(StageMemory value, DataOutput out) throws IOException {
    value.write(out);
  }

  @Override
  StageMemory read(DataInput in) throws IOException {
    return StageMemory.read(in);
  }

  @Override
  public TypeSerializerSnapshot<StageMemory> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Public, with a constructor without arguments: Flink makes it when it restores. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<StageMemory> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
