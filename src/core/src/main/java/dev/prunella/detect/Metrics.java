package dev.prunella.detect;

import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.Locale;

/** The measurements of one stage: each against what is usual, and against what is promised. */
record Metrics(StageState state, Findings findings) {

  /** Metrics that are followed per stage; what comes beyond is counted. */
  static final int MOST = 256;

  void measure(Telemetry telemetry, Expectation expectation, boolean stale) {
    StageMemory memory = findings.memory();
    String metric = telemetry.getMetric();
    MetricWatch watch = state.metric(metric);
    if (watch == null) {
      if (memory.metrics == MOST) {
        memory.overflow++;
        return;
      }
      memory.metrics++;
      watch = new MetricWatch();
    }
    watch.isOf(metric);
    long at = telemetry.getAt().toEpochMilli();
    double value = telemetry.getValue();
    SeriesDetector series = watch.series;
    boolean delivers = series.delivery() != null;
    boolean suspect =
        delivers ? memory.isSuspect(at) : findings.isOpen(SignalKind.SLO_BURN, metric);
    SeriesDetector.Change change = series.observe(at, value, suspect);
    if (change != SeriesDetector.Change.NONE
        || findings.refreshes(SignalKind.ANOMALY, metric, stale)) {
      Signal.Builder anomaly =
          findings
              .signal(SignalKind.ANOMALY, metric, transition(change), telemetry.getAt())
              .setUnit(telemetry.getUnit())
              .setEvidence(series.deviation().name().toLowerCase(Locale.ROOT))
              .setDirection(series.direction())
              .setWellSince(cleared(change) ? instant(series.insideSince()) : null)
              .setStale(stale);
      if (series.deviation() == Deviation.DELIVERY) {
        Delivery delivery = series.delivery();
        anomaly
            .setScore(Math.max(series.score(), delivery.shortfall()))
            .setObserved(delivery.delivered())
            .setExpected(delivery.usual())
            .setLower(delivery.least());
      } else {
        anomaly
            .setScore(series.score())
            .setObserved(value)
            .setExpected(series.expected())
            .setLower(series.lower())
            .setUpper(series.upper());
      }
      findings.emit(anomaly.build());
    }
    Signal known = series.hasTurned() ? memory.open(SignalKind.ANOMALY, metric) : null;
    if (known != null) { // it keeps what was wrong, and says since when it no longer is
      findings.emit(
          Signal.newBuilder(known)
              .setTransition(Transition.UPDATED)
              .setAt(telemetry.getAt())
              .setWellSince(instant(series.insideSince()))
              .build());
    }
    if (delivers) {
      new Deliveries(findings).came(metric, at, series, stale);
    }
    SloBound bound = expectation.slo(metric);
    Signal burn = memory.open(SignalKind.SLO_BURN, metric);
    if (bound == null && burn != null) {
      watch.slo.reset(); // its owner took the bound back: what breached it is permitted now
      findings.emit(Findings.ended(burn, Transition.REBASED, telemetry.getAt()));
    } else if (bound != null) {
      SeriesDetector.Change breach = watch.slo.observe(at, value, bound);
      if (breach != SeriesDetector.Change.NONE
          || findings.refreshes(SignalKind.SLO_BURN, metric, stale)) {
        findings.emit(
            findings
                .signal(SignalKind.SLO_BURN, metric, transition(breach), telemetry.getAt())
                .setScore(1)
                .setObserved(value)
                .setExpected(nearest(bound, value))
                .setLower(bound.getMin())
                .setUpper(bound.getMax())
                .setUnit(telemetry.getUnit())
                .setEvidence("slo")
                .setDirection(value < nearest(bound, value) ? -1 : 1)
                .setHint(bound.getMeaning())
                .setWellSince(cleared(breach) ? instant(watch.slo.insideSince()) : null)
                .setStale(stale)
                .build());
      }
    }
    state.put(metric, watch);
  }

  private static boolean cleared(SeriesDetector.Change change) {
    return change == SeriesDetector.Change.CLEARED;
  }

  private static Instant instant(long millis) {
    return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
  }

  /** The end of the band that the value is nearest to, or beyond. */
  private static double nearest(SloBound bound, double value) {
    boolean low = bound.getMax() == null || (bound.getMin() != null && value < bound.getMin());
    return low ? bound.getMin() : bound.getMax();
  }

  private static Transition transition(SeriesDetector.Change change) {
    return switch (change) {
      case OPENED -> Transition.OPENED;
      case CLEARED -> Transition.CLEARED;
      case REBASED -> Transition.REBASED;
      case NONE, UPDATED -> Transition.UPDATED;
    };
  }
}
