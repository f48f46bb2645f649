package dev.prunella.app.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How long the loop takes to decide, in milliseconds of the wall clock: from the moment at which
 * the clock record that made a step due was handed to Kafka until the DECIDED entry was appended to
 * its topic.
 *
 * <p>A decision of event time t is due once time has passed t, which the first clock record later
 * than t says. The wall time of each clock record also stands in its header {@link #WRITTEN}. So
 * the whole way is counted: broker, PARSE, DETECT, HEAL, broker. Decisions and clock records may be
 * told by different threads.
 */
final class DecisionLatency {

  /** Header of a clock record: milliseconds since 1970 by the wall clock, in decimal ASCII. */
  static final String WRITTEN = "written";

  /**
   * @param p50 median, by nearest rank; null if nothing was decided
   * @param p99 99th percentile, by nearest rank; null if nothing was decided
   */
  record Percentiles(@JsonProperty("p50") Long p50, @JsonProperty("p99") Long p99) {}

  private final NavigableMap<Instant, Long> clock = new ConcurrentSkipListMap<>();
  private final Map<Long, Decided> decided = new ConcurrentSkipListMap<>(); // by sequence

  private record Decided(Instant at, long written) {}

  /** A clock record was written. */
  void onClock(Instant time, long written) {
    clock.putIfAbsent(time, written);
  }

  /** An entry of the topic decisions was appended. */
  void onDecision(Decision decision, long written) {
    if (decision.getKind() == DecisionKind.DECIDED) {
      decided.put(decision.getSequence(), new Decided(decision.getAt(), written));
    }
  }

  /** Of the decisions since a moment of event time. */
  Percentiles since(Instant begin) {
    List<Long> latencies = new ArrayList<>();
    for (Decided decision : decided.values()) {
      Map.Entry<Instant, Long> due = clock.higherEntry(decision.at());
      if (!decision.at().isBefore(begin) && due != null) {
        latencies.add(decision.written() - due.getValue());
      }
    }
    latencies.sort(null);
    return new Percentiles(rank(latencies, 0.5), rank(latencies, 0.99));
  }

  private static Long rank(List<Long> sorted, double share) {
    return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
