package dev.prunella.job;

import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/** Counts signals on their way out, by kind: {@code signals_total} with the label {@code kind}. */
final class SignalCounter {
  private final Map<SignalKind, Counter> counters = new EnumMap<>(SignalKind.class);

  SignalCounter(MetricGroup metrics) {
    for (SignalKind kind : SignalKind.values()) {
      counters.put(kind, metrics.addGroup("kind", kind.name()).counter("signals_total"));
    }
  }

  Consumer<Signal> before(Collector<Signal> out) {
    return signal -> {
      counters.get(signal.getKind()).inc();
      out.collect(signal);
    };
  }
}
