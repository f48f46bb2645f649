package dev.prunella.job.state;

import dev.prunella.heal.FleetState;
import dev.prunella.heal.Table;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.TargetMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** The state of the fleet that is the current key. */
public final class FlinkFleetState implements FleetState {

  private record Rows<V>(MapState<String, V> rows) implements Table<V> {

    static <V extends SpecificRecord> Rows<V> of(
        RuntimeContext context, String name, Class<V> type) {
      return new Rows<>(
          context.getMapState(
              new MapStateDescriptor<>(name, Types.STRING, RecordTypeInfo.ofRecord(type))));
    }

    @Override
    public V get(String key) {
      return Access.get(() -> rows.get(key));
    }

    @Override
    public void put(String key, V value) {
      Access.run(() -> rows.put(key, value));
    }

    @Override
    public void remove(String key) {
      Access.run(() -> rows.remove(key));
    }

    @Override
    public List<V> values() {
      List<V> copy = new ArrayList<>();
      Access.get(rows::values).forEach(copy::add);
      return copy;
    }
  }

  private final Table<Settings> settings;
  private final Table<Signal> pending;
  private final Table<Incident> incidents;
  private final Table<Decision> decisions;
  private final Table<TargetMemory> targets;
  private final Table<Order> handsOff;
  private final ValueState<FleetMemory> memory;

  public FlinkFleetState(RuntimeContext context) {
    settings = Rows.of(context, "settings", Settings.class);
    pending = Rows.of(context, "pending", Signal.class);
    incidents = Rows.of(context, "incidents", Incident.class);
    decisions = Rows.of(context, "decisions", Decision.class);
    targets = Rows.of(context, "targets", TargetMemory.class);
    handsOff = Rows.of(context, "hands-off", Order.class);
    memory =
        context.getState(
            new ValueStateDescriptor<>("fleet", RecordTypeInfo.ofRecord(FleetMemory.class)));
  }

  @Override
  public Table<Settings> settings() {
    return settings;
  }

  @Override
  public Table<Signal> pending() {
    return pending;
  }

  @Override
  public Table<Incident> incidents() {
    return incidents;
  }

  @Override
  public Table<Decision> decisions() {
    return decisions;
  }

  @Override
  public Table<TargetMemory> targets() {
    return targets;
  }

  @Override
  public Table<Order> handsOff() {
    return handsOff;
  }

  @Override
  public FleetMemory memory() {
    return Access.get(memory::value);
  }

  @Override
  public void remember(FleetMemory next) {
    Access.run(() -> memory.update(next));
  }
}
