package dev.prunella.heal;

import java.util.List;

/**
 * Values by key, of one fleet. Where the values live (heap, Flink state) is the caller's business;
 * the order of {@link #values()} is not defined.
 */
public interface Table<V> {

  /** The value, or null. */
  V get(String key);

  void put(String key, V value);

  void remove(String key);

  /** A copy: rows may change while it is read. */
  List<V> values();
}
