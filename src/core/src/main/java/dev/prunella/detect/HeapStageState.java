package dev.prunella.detect;

import dev.prunella.schemas.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stage's state on the heap, for use without Flink. */
public final class HeapStageState implements StageState {
  private final Map<String, MetricWatch> metrics = new HashMap<>();
  private StageMemory memory;
  private List<Telemetry> held = new ArrayList<>();

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
