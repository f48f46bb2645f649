package dev.prunella.job;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counters of one name, one for each value of a label. They are all there from the start, at 0. */
final class LabelledCounters<E extends Enum<E>> {
  private final Map<E, Counter> counters;

  LabelledCounters(MetricGroup metrics, String name, String label, Class<E> values) {
    counters = new EnumMap<>(values);
    for (E value : values.getEnumConstants()) {
      counters.put(value, metrics.addGroup(label, value.name()).counter(name));
    }
  }

  void inc(E value) {
    counters.get(value).inc();
  }
}
