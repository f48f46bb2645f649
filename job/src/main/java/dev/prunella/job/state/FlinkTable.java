package dev.prunella.job.state;

import dev.prunella.heal.FleetState;
import dev.prunella.heal.Table;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.TargetMemory;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** Values in Flink state, of the fleet that is the current key. */
public final class FlinkTable<V extends SpecificRecord> implements Table<V> {
  private final MapState<String, V> rows;

  private FlinkTable(RuntimeContext context, String name, Class<V> type) {
    rows =
        context.getMapState(
            new MapStateDescriptor<>(name, Types.STRING, RecordTypeInfo.ofRecord(type)));
  }

  /** All that is kept of the fleet that is the current key. */
  public static FleetState fleetState(RuntimeContext context) {
    return new FleetState(
        new FlinkTable<>(context, "settings", Settings.class),
        new FlinkTable<>(context, "pending", Signal.class),
        new FlinkTable<>(context, "incidents", Incident.class),
        new FlinkTable<>(context, "steps", OpenStep.class),
        new FlinkTable<>(context, "cells", PolicyCell.class),
        new FlinkTable<>(context, "targets", TargetMemory.class),
        new FlinkTable<>(context, "hands-off", Order.class),
        new FlinkTable<>(context, "memory", FleetMemory.class));
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
