package dev.prunella.job;

import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.util.function.Consumer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/** Counts signals on their way out, by kind. */
final class SignalCounter {
  private final LabelledCounters<SignalKind> counters;

  SignalCounter(MetricGroup metrics) {
    counters = new LabelledCounters<>(metrics, "signals_total", "kind", SignalKind.class);
  }

  Consumer<Signal> before(Collector<Signal> out) {
    return signal -> {
      counters.inc(signal.getKind());
      out.collect(signal);
    };
  }
}
