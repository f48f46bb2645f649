package dev.prunella.job;

import static dev.prunella.job.Samples.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class SignalCounterTest {

  @Test
  void shouldCountEachKindUnderItsLabelAndPassTheSignalsOn() {
    Metrics metrics = new Metrics("", new HashMap<>());
    List<Signal> out = new ArrayList<>();
    Consumer<Signal> signals = new SignalCounter(metrics).before(new ListCollector<>(out));

    signals.accept(failure("shop", "orders/load", 0));
    signals.accept(failure("shop", "orders/load", 1));

    assertEquals(2, out.size());
    assertEquals(SignalKind.values().length, metrics.counters.size());
    assertEquals(2, metrics.counters.get("kind=FAILURE signals_total").getCount());
    assertEquals(0, metrics.counters.get("kind=SILENCE signals_total").getCount());
  }

  private static final class Metrics extends UnregisteredMetricsGroup {
    private final String scope;
    private final Map<String, Counter> counters;

    Metrics(String scope, Map<String, Counter> counters) {
      this.scope = scope;
      this.counters = counters;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Metrics(scope + key + "=" + value + " ", counters);
    }

    @Override
    public Counter counter(String name) {
      Counter counter = super.counter(name);
      counters.put(scope + name, counter);
      return counter;
    }
  }
}
