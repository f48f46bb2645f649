package dev.prunella.detect;

import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;

/**
 * The metrics of one stage that count work done, and that they keep coming: while something may be
 * wrong with the stage, one that is missing is a signal, for no data is no delivery. What their
 * values say is judged by {@link Delivery}.
 */
record Deliveries(Findings findings) {

  /** The evidence of signals about delivery. */
  static final String DELIVERY = "delivery";

  /** Metrics that are waited for per stage. */
  private static final int MOST = 16;

  /** A metric that was missing for so long, in milliseconds, is no longer sent: a new normal. */
  private static final long NO_LONGER_SENT = 86_400_000L;

  /** The metric came, at this time in milliseconds. */
  void came(String metric, long at, SeriesDetector series, boolean stale) {
    Map<String, Pulse> pulses = findings.memory().pulses;
    Pulse pulse = pulses.get(metric);
    if (pulse == null) {
      if (pulses.size() == MOST) {
        return;
      }
      pulse = new Pulse();
      pulses.put(metric, pulse);
    }
    if (at > pulse.cadence.lastAt() && findings.isOpen(SignalKind.SILENCE, metric)) {
      findings.emit(missing(metric, pulse, at, Transition.CLEARED, stale));
    }
    pulse.cadence.observe(at);
    pulse.neededMillis =
        series.knowsUsual() ? series.delivery().neededMillis(series.intervalMillis()) : 0;
  }

  /** Says so if a metric is missing at this time, in milliseconds. */
  void notice(long time, boolean stale) {
    StageMemory memory = findings.memory();
    if (memory.pulses.isEmpty() || !memory.isSuspect(time)) {
      return;
    }
    long since = memory.suspectSince();
    for (Iterator<String> all = memory.pulses.keySet().iterator(); all.hasNext(); ) {
      String metric = all.next();
      Pulse pulse = memory.pulses.get(metric);
      long from = pulse.missingFrom(memory.resumedAt);
      if (from > time) {
        continue;
      }
      Signal open = memory.open(SignalKind.SILENCE, metric);
      if (time - from >= NO_LONGER_SENT) {
        all.remove();
        if (open != null) {
          findings.emit(missing(metric, pulse, time, Transition.REBASED, stale));
        }
      } else if (open == null) {
        long opened = Math.max(from, since);
        findings.emit(missing(metric, pulse, opened, Transition.OPENED, stale));
      } else if (findings.refreshes(SignalKind.SILENCE, metric, stale)) {
        findings.emit(missing(metric, pulse, time, Transition.UPDATED, false));
      }
    }
  }

  /** When the next metric is missing if it does not come, in milliseconds, as things stand now. */
  long dueAt(long time) {
    StageMemory memory = findings.memory();
    long due = StageDetector.NEVER;
    if (!memory.pulses.isEmpty() && memory.isSuspect(time)) {
      for (Map.Entry<String, Pulse> one : memory.pulses.entrySet()) {
        long from = one.getValue().missingFrom(memory.resumedAt);
        if (memory.isSuspect(from) && !findings.isOpen(SignalKind.SILENCE, one.getKey())) {
          due = Math.min(due, from);
        }
      }
    }
    return due;
  }

  private Signal missing(
      String metric, Pulse pulse, long at, Transition transition, boolean stale) {
    return findings
        .signal(SignalKind.SILENCE, metric, transition, Instant.ofEpochMilli(at))
        .setScore(1)
        .setObserved((at - pulse.cadence.lastAt()) / 1000.0)
        .setExpected(pulse.cadence.usualMillis() / 1000)
        .setUnit("s")
        .setEvidence(DELIVERY)
        .setDirection(-1)
        .setStale(stale)
        .build();
  }
}
