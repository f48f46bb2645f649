package dev.prunella.detect;

import dev.prunella.schemas.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stage's state on the heap, for use without Flink. */
public final class HeapStageState implements StageState {
  private final Map<String, MetricWatch> metrics = new HashMap<>();
  private StageMemory memory;
  private List<Telemetry> held = new ArrayList<>();

  /** The same state once more, through the form in which it is stored. */
  public HeapStageState copy() {
    HeapStageState copy = new HeapStageState();
    try {
      if (memory != null) {
        copy.memory = StageMemory.read(copied(memory::write));
      }
      for (Map.Entry<String, MetricWatch> metric : metrics.entrySet()) {
        copy.metrics.put(metric.getKey(), MetricWatch.read(copied(metric.getValue()::write)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was just written cannot be read", e);
    }
    copy.held = new ArrayList<>(held);
    return copy;
  }

  private interface Stored {
    void write(DataOutput out) throws IOException;
  }

  private static DataInput copied(Stored stored) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stored.write(new DataOutputStream(bytes));
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
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
    return metrics.get(name);
  }

  @Override
  public void put(String name, MetricWatch watch) {
    metrics.put(name, watch);
  }

  @Override
  public List<Telemetry> held() {
    return new ArrayList<>(held);
  }

  @Override
  public void hold(List<Telemetry> telemetry) {
    held = telemetry;
  }

  @Override
  public void clear() {
    memory = null;
    metrics.clear();
    held = new ArrayList<>();
  }
}
