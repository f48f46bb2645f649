package dev.prunella.detect;

import dev.prunella.schemas.Alert;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Turns the telemetry of one stage into signals: anomalies of its metrics, breaches of its SLO
 * bounds, failed runs, alerts of others, and silence. It goes by the stage's own time and never
 * waits for other stages.
 */
public final class StageDetector {

  /** Later than any time. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Metrics that are followed per stage; what comes beyond is counted. */
  static final int MOST_METRICS = 256;

  /** A stage that was silent for so long, in milliseconds, is forgotten. */
  static final long FORGET_AFTER = 14 * 86_400_000L;

  private static final int MOST_DETAIL = 500;
  private static final String SILENCE = "telemetry";
  private static final String RUN = "run";

  private final StageState state;
  private final Consumer<Signal> out;

  public StageDetector(StageState state, Consumer<Signal> out) {
    this.state = state;
    this.out = out;
  }

  /**
   * What the settings say, as far as it concerns detection.
   *
   * @param stage null if the settings do not name it
   * @param maxEvidenceAgeMillis telemetry that is older than this on arrival is stale
   */
  public record Expectation(StageSettings stage, long maxEvidenceAgeMillis) {

    /** Whether evidence of that time is too old to act on. Before time has begun, nothing is. */
    boolean isStale(long at, long now) {
      return at < now && now - at > maxEvidenceAgeMillis;
    }

    long outOfOrderMillis() {
      return stage == null ? 0 : stage.getOutOfOrderMillis();
    }

    long silenceAfterMillis() {
      return stage == null ? 0 : stage.getSilenceAfterMillis();
    }

    SloBound slo(String metric) {
      if (stage != null) {
        for (SloBound bound : stage.getSlo()) {
          if (bound.getMetric().equals(metric)) {
            return bound;
          }
        }
      }
      return null;
    }
  }

  /**
   * Telemetry of the stage, as it arrives. What is older than the newest of its kind tells nothing
   * of now, and is passed over.
   *
   * @param now the job's clock in milliseconds, by which the age of telemetry is told
   * @return when to call {@link #onTime}, in milliseconds, or {@link #NEVER} if it will be called
   *     in time anyway
   */
  public long onTelemetry(Telemetry telemetry, Expectation expectation, long now) {
    StageMemory memory = memory(telemetry);
    if (expectation.outOfOrderMillis() == 0) {
      take(telemetry, memory, expectation, now);
    } else {
      List<Telemetry> held = state.held();
      held.add(telemetry);
      release(held, memory, expectation, Long.MIN_VALUE, now);
    }
    return arm(expectation, telemetry.getAt().toEpochMilli());
  }

  /**
   * Time has come to {@code time}: what is held is released, and silence noticed.
   *
   * @param time how far event time has come, in milliseconds
   * @param now the job's clock in milliseconds, by which the age of telemetry is told
   * @return when to call it again, in milliseconds; {@link #NEVER} if there is nothing to wait for
   */
  public long onTime(Expectation expectation, long time, long now) {
    StageMemory memory = state.memory();
    if (memory == null) {
      return NEVER;
    }
    memory.armedAt = NEVER;
    List<Telemetry> held = state.held();
    if (!held.isEmpty()) {
      memory = release(held, memory, expectation, time, now);
    }
    notice(memory, expectation, time, now);
    state.remember(memory);
    if (forgetAt(memory) <= time) {
      endSignals(memory, forgetAt(memory));
      state.clear();
    }
    return arm(expectation, time);
  }

  /** Says so if nothing came for too long before this time. */
  private void notice(StageMemory memory, Expectation expectation, long time, long now) {
    long silentFrom = memory.cadence.silentFrom(expectation.silenceAfterMillis());
    boolean stale = expectation.isStale(time, now);
    if (silentFrom <= time && !isOpen(memory, SignalKind.SILENCE, SILENCE)) {
      emit(memory, silence(memory, silentFrom, Transition.OPENED, stale));
    } else if (refreshes(memory, SignalKind.SILENCE, SILENCE, stale)) {
      emit(memory, silence(memory, time, Transition.UPDATED, false));
    }
  }

  private static long forgetAt(StageMemory memory) {
    long lastAt = Math.max(memory.cadence.lastAt(), memory.retiredAt);
    return lastAt == Long.MIN_VALUE ? NEVER : lastAt + FORGET_AFTER;
  }

  /** One call of {@link #onTime} is awaited at a time: a further one only if it is due earlier. */
  private long arm(Expectation expectation, long time) {
    StageMemory memory = state.memory();
    if (memory == null) {
      return NEVER;
    }
    long due = forgetAt(memory);
    Signal silence = memory.open(SignalKind.SILENCE, SILENCE);
    if (silence == null) {
      due = Math.min(due, memory.cadence.silentFrom(expectation.silenceAfterMillis()));
    } else if (silence.getStale()) {
      due = Math.min(due, time + expectation.maxEvidenceAgeMillis()); // is it fresh by then?
    }
    if (expectation.outOfOrderMillis() > 0) {
      for (Telemetry telemetry : state.held()) {
        due = Math.min(due, telemetry.getAt().toEpochMilli() + expectation.outOfOrderMillis());
      }
    }
    if (due >= memory.armedAt) {
      return NEVER;
    }
    memory.armedAt = due;
    state.remember(memory);
    return due;
  }

  /** Takes what no earlier telemetry can precede any more, in order of its time. */
  private StageMemory release(
      List<Telemetry> held, StageMemory memory, Expectation expectation, long time, long now) {
    held.sort(Comparator.comparing(Telemetry::getAt));
    long newest = held.get(held.size() - 1).getAt().toEpochMilli();
    long complete = Math.max(newest, time) - expectation.outOfOrderMillis();
    int released = 0;
    StageMemory next = memory;
    while (released < held.size() && held.get(released).getAt().toEpochMilli() <= complete) {
      next = take(held.get(released++), next, expectation, now);
    }
    state.remember(next);
    state.hold(new ArrayList<>(held.subList(released, held.size())));
    return next;
  }

  private StageMemory take(
      Telemetry telemetry, StageMemory memory, Expectation expectation, long now) {
    long at = telemetry.getAt().toEpochMilli();
    if (at <= memory.retiredAt) {
      return memory;
    }
    boolean stale = expectation.isStale(at, now);
    switch (telemetry.getKind()) {
      case RETIREMENT -> {
        return retired(memory, at);
      }
      case MEASUREMENT -> measure(telemetry, memory, expectation, stale);
      case RUN -> run(telemetry, memory, stale);
      case ALERT -> alert(telemetry, memory, stale);
      default -> {
        // a sign of life, no more
      }
    }
    notice(memory, expectation, at, now); // what comes may come before the call of onTime
    boolean alive = at > memory.cadence.lastAt();
    memory.cadence.observe(at);
    if (alive && isOpen(memory, SignalKind.SILENCE, SILENCE)) {
      emit(memory, silence(memory, at, Transition.CLEARED, stale));
    }
    state.remember(memory);
    return memory;
  }

  private void measure(
      Telemetry telemetry, StageMemory memory, Expectation expectation, boolean stale) {
    String metric = telemetry.getMetric();
    MetricWatch watch = state.metric(metric);
    if (watch == null) {
      if (memory.metrics == MOST_METRICS) {
        memory.overflow++;
        return;
      }
      memory.metrics++;
      watch = new MetricWatch();
    }
    double value = telemetry.getValue();
    SeriesDetector series = watch.series;
    SeriesDetector.Change change = series.observe(telemetry.getAt().toEpochMilli(), value);
    if (change != SeriesDetector.Change.NONE
        || refreshes(memory, SignalKind.ANOMALY, metric, stale)) {
      emit(
          memory,
          signal(memory, SignalKind.ANOMALY, metric, transition(change), telemetry.getAt())
              .setScore(series.score())
              .setObserved(value)
              .setExpected(series.expected())
              .setLower(series.lower())
              .setUpper(series.upper())
              .setUnit(telemetry.getUnit())
              .setEvidence(series.deviation().name().toLowerCase(Locale.ROOT))
              .setDirection(series.direction())
              .setStale(stale)
              .build());
    }
    SloBound bound = expectation.slo(metric);
    Signal burn = memory.open(SignalKind.SLO_BURN, metric);
    if (bound == null && burn != null) {
      watch.slo.reset(); // its owner took the bound back: what breached it is permitted now
      emit(memory, ended(burn, Transition.REBASED, telemetry.getAt()));
    } else if (bound != null) {
      SeriesDetector.Change breach =
          watch.slo.observe(telemetry.getAt().toEpochMilli(), value, bound);
      if (breach != SeriesDetector.Change.NONE
          || refreshes(memory, SignalKind.SLO_BURN, metric, stale)) {
        emit(
            memory,
            signal(memory, SignalKind.SLO_BURN, metric, transition(breach), telemetry.getAt())
                .setScore(1)
                .setObserved(value)
                .setExpected(nearest(bound, value))
                .setLower(bound.getMin())
                .setUpper(bound.getMax())
                .setUnit(telemetry.getUnit())
                .setEvidence("slo")
                .setHint(bound.getMeaning())
                .setStale(stale)
                .build());
      }
    }
    state.put(metric, watch);
  }

  /** The end of the band that the value is nearest to, or beyond. */
  private static double nearest(SloBound bound, double value) {
    boolean low = bound.getMax() == null || (bound.getMin() != null && value < bound.getMin());
    return low ? bound.getMin() : bound.getMax();
  }

  private void run(Telemetry telemetry, StageMemory memory, boolean stale) {
    Run run = telemetry.getRun();
    boolean failed = run.getState() == RunState.FAILED;
    if (failed || run.getState() == RunState.SUCCEEDED) {
      Signal open = memory.open(SignalKind.FAILURE, RUN);
      happened(telemetry, memory, RUN, failed, failed && open != null, run.getMessage(), stale);
    }
  }

  private void alert(Telemetry telemetry, StageMemory memory, boolean stale) {
    Alert alert = telemetry.getAlert();
    String subject = "alert " + alert.getAlertId();
    boolean fires = alert.getFiring();
    boolean news = fires && refreshes(memory, SignalKind.FAILURE, subject, stale);
    happened(telemetry, memory, subject, fires, news, alert.getSummary(), stale);
  }

  /** What failed, or no longer does; `again`: to be told although it is open. */
  private void happened(
      Telemetry telemetry,
      StageMemory memory,
      String subject,
      boolean fails,
      boolean again,
      String detail,
      boolean stale) {
    long at = telemetry.getAt().toEpochMilli();
    if (!memory.isNews(SignalKind.FAILURE, subject, at)) {
      return;
    }
    boolean open = isOpen(memory, SignalKind.FAILURE, subject);
    if (again) {
      failure(telemetry, memory, subject, Transition.UPDATED, detail, stale);
    } else if (fails != open) {
      Transition transition = open ? Transition.CLEARED : Transition.OPENED;
      failure(telemetry, memory, subject, transition, detail, stale);
    }
    if (!fails) {
      memory.well(SignalKind.FAILURE, subject, at);
    }
  }

  private void failure(
      Telemetry telemetry,
      StageMemory memory,
      String subject,
      Transition transition,
      String detail,
      boolean stale) {
    emit(
        memory,
        signal(memory, SignalKind.FAILURE, subject, transition, telemetry.getAt())
            .setScore(1)
            .setEvidence(subject.equals(RUN) ? RUN : "alert")
            .setDetail(detail.length() > MOST_DETAIL ? detail.substring(0, MOST_DETAIL) : detail)
            .setStale(stale)
            .build());
  }

  private static Signal silence(StageMemory memory, long at, Transition transition, boolean stale) {
    long since = memory.cadence.lastAt();
    Signal open = memory.open(SignalKind.SILENCE, SILENCE);
    boolean lasts = open == null || transition == Transition.UPDATED;
    double seconds = lasts ? (at - since) / 1000.0 : open.getObserved();
    return signal(memory, SignalKind.SILENCE, SILENCE, transition, Instant.ofEpochMilli(at))
        .setScore(1)
        .setObserved(seconds)
        .setExpected(memory.cadence.usualMillis() / 1000)
        .setUnit("s")
        .setEvidence("cadence")
        .setStale(stale)
        .build();
  }

  /** The stage ends here: its open signals end without an answer, and what it sent before too. */
  private StageMemory retired(StageMemory memory, long at) {
    endSignals(memory, at);
    state.clear();
    StageMemory next = new StageMemory(memory.fleet, memory.stage);
    next.retiredAt = at;
    state.remember(next);
    return next;
  }

  private void endSignals(StageMemory memory, long at) {
    for (Signal open : memory.open.values()) {
      out.accept(ended(open, Transition.RETIRED, Instant.ofEpochMilli(at)));
    }
  }

  private static Signal ended(Signal open, Transition transition, Instant at) {
    return Signal.newBuilder(open).setTransition(transition).setAt(notBefore(open, at)).build();
  }

  /** States of one signal follow each other, whatever the order in which its evidence came. */
  private static Instant notBefore(Signal open, Instant at) {
    return open == null || at.isAfter(open.getAt()) ? at : open.getAt();
  }

  /** Whether an open signal rests on stale evidence only, and this is fresh. */
  private static boolean refreshes(
      StageMemory memory, SignalKind kind, String subject, boolean stale) {
    Signal open = memory.open(kind, subject);
    return !stale && open != null && open.getStale();
  }

  private static Transition transition(SeriesDetector.Change change) {
    return switch (change) {
      case OPENED -> Transition.OPENED;
      case CLEARED -> Transition.CLEARED;
      case REBASED -> Transition.REBASED;
      case NONE, UPDATED -> Transition.UPDATED;
    };
  }

  private static boolean isOpen(StageMemory memory, SignalKind kind, String subject) {
    return memory.open(kind, subject) != null;
  }

  private static Signal.Builder signal(
      StageMemory memory, SignalKind kind, String subject, Transition transition, Instant at) {
    Signal open = memory.open(kind, subject);
    return Signal.newBuilder()
        .setFleet(memory.fleet)
        .setStage(memory.stage)
        .setKind(kind)
        .setSubject(subject)
        .setTransition(transition)
        .setAt(notBefore(open, at))
        .setOpenedAt(open == null ? at : open.getOpenedAt())
        .setHint(ErrorType.UNKNOWN);
  }

  private void emit(StageMemory memory, Signal signal) {
    String key = StageMemory.signalKey(signal.getKind(), signal.getSubject());
    boolean open =
        signal.getTransition() == Transition.OPENED || signal.getTransition() == Transition.UPDATED;
    if (open) {
      memory.open.put(key, signal);
    } else {
      memory.open.remove(key);
    }
    out.accept(signal);
  }

  private StageMemory memory(Telemetry telemetry) {
    StageMemory memory = state.memory();
    return memory == null ? new StageMemory(telemetry.getFleet(), telemetry.getStage()) : memory;
  }
}
