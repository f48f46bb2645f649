package dev.prunella.heal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values on the heap. */
final class HeapTable<V> implements Table<V> {
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
