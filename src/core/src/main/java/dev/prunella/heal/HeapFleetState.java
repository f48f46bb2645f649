package dev.prunella.heal;

import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.TargetMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fleet's state on the heap, for use without Flink. */
public final class HeapFleetState implements FleetState {

  private static final class HeapTable<V> implements Table<V> {
    private final Map<String, V> rows = new LinkedHashMap<>();

    @Override
    public V get(String key) {
      return rows.get(key);
    }

    @Override
    public void put(String key, V value) {
      rows.put(key, value);
    }

    @Override
    public void remove(String key) {
      rows.remove(key);
    }

    @Override
    public List<V> values() {
      return List.copyOf(rows.values());
    }
  }

  private final Table<Settings> settings = new HeapTable<>();
  private final Table<Signal> pending = new HeapTable<>();
  private final Table<Incident> incidents = new HeapTable<>();
  private final Table<Decision> decisions = new HeapTable<>();
  private final Table<TargetMemory> targets = new HeapTable<>();
  private final Table<Order> handsOff = new HeapTable<>();
  private FleetMemory memory;

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
    return memory;
  }

  @Override
  public void remember(FleetMemory memory) {
    this.memory = memory;
  }
}
