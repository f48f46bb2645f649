package dev.prunella.job.state;

import dev.prunella.detect.MetricWatch;
import dev.prunella.detect.StageMemory;
import dev.prunella.detect.StageState;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Telemetry;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;

/** The state of the stage that is the current key. */
public final class FlinkStageState implements StageState {
  private final ValueState<StageMemory> memory;
  private final MapState<String, MetricWatch> metrics;
  private final ListState<Telemetry> held;
  private final Counter overflow;
  private long counted; // of the current stage's overflow

  /**
   * @param overflow counts the measurements that were left out because their stage has too many
   *     metrics
   */
  public FlinkStageState(RuntimeContext context, Counter overflow) {
    this.overflow = overflow;
    memory = context.getState(new ValueStateDescriptor<>("stage", new StageMemorySerializer()));
    metrics =
        context.getMapState(
            new MapStateDescriptor<>(
                "metrics", StringSerializer.INSTANCE, new MetricWatchSerializer()));
    held =
        context.getListState(
            new ListStateDescriptor<>("held", RecordTypeInfo.ofRecord(Telemetry.class)));
  }

  @Override
  public StageMemory memory() {
    StageMemory known = Access.get(memory::value);
    counted = known == null ? 0 : known.overflow();
    return known;
  }

  @Override
  public void remember(StageMemory next) {
    overflow.inc(Math.max(0, next.overflow() - counted));
    counted = next.overflow();
    Access.run(() -> memory.update(next));
  }

  @Override
  public MetricWatch metric(String name) {
    return Access.get(() -> metrics.get(name));
  }

  @Override
  public void put(String name, MetricWatch watch) {
    Access.run(() -> metrics.put(name, watch));
  }

  @Override
  public List<Telemetry> held() {
    List<Telemetry> all = new ArrayList<>();
    Access.get(held::get).forEach(all::add);
    return all;
  }

  @Override
  public void hold(List<Telemetry> telemetry) {
    Access.run(() -> held.update(telemetry));
  }

  @Override
  public void clear() {
    memory.clear();
    metrics.clear();
    held.clear();
  }
}
