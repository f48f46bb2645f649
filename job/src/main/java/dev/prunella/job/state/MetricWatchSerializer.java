package dev.prunella.job.state;

import dev.prunella.detect.MetricWatch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** {@link MetricWatch} in Flink state. */
public final class MetricWatchSerializer extends CoreStateSerializer<MetricWatch> {
  private static final long serialVersionUID = 1L;
  private static final MetricWatchSerializer INSTANCE = new MetricWatchSerializer();

  @Override
  void write(MetricWatch value, DataOutput out) throws IOException {
    value.write(out);
  }

  @Override
  MetricWatch read(DataInput in) throws IOException {
    return MetricWatch.read(in);
  }

  @Override
  public TypeSerializerSnapshot<MetricWatch> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Public, with a constructor without arguments: Flink makes it when it restores. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<MetricWatch> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
