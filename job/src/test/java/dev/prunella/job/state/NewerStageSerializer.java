package dev.prunella.job.state;

import dev.prunella.detect.StageMemory;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes what is kept of a stage in a form that only a later release knows. */
public final class NewerStageSerializer extends CoreStateSerializer<StageMemory> {
  private static final long serialVersionUID = 1L;

  @Override
  void write(StageMemory value, DataOutput out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    value.write(new DataOutputStream(bytes));
    byte[] newer = bytes.toByteArray();
    newer[0] = 99; // its version
    out.write(newer);
  }

  @Override
  StageMemory read(DataInput in) throws IOException {
    throw new AssertionError("nobody reads it");
  }

  @Override
  public StageMemory copy(StageMemory from) {
    return from;
  }

  @Override
  public TypeSerializerSnapshot<StageMemory> snapshotConfiguration() {
    return new StageMemorySerializer.Snapshot();
  }
}
