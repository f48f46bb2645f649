package dev.prunella.detect;

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
import java.util.function.Consumer;

/**
 * Turns the telemetry of one stage into signals: anomalies of its metrics, breaches of its SLO
 * bounds, failed runs, alerts of others, and silence. It goes by the stage's own time and never
 * waits for other stages.
 */
public final class StageDetector {

  /** Later than any time. */
  public static final long NEVER = Long.MAX_VALUE;

  /** A stage that was silent for so long, in milliseconds, is forgotten. */
  static final long FORGET_AFTER = 14 * 86_400_000L;

  private static final String SILENCE = "telemetry";

  private final StageState state;
  private final Consumer<Signal> out;

  /** The detector of one stage, at the point to which its state has come. */
  public StageDetector(StageState state, Consumer<Signal> out) {
    this.state = state;
    this.out = out;
  }

  /**
   * What the settings say, as far as it concerns detection.
   *
   * @param stage null if the settings do not name it
   * @param maxEvidenceAgeMillis telemetry that is older than this on arrival is stale
   * @param holdMillis for so long at least everything must stay clear before an incident is over
   */
  public record Expectation(StageSettings stage, long maxEvidenceAgeMillis, long holdMillis) {

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
      memory = take(telemetry, memory, expectation, now);
    } else {
      List<Telemetry> held = state.held();
      held.add(telemetry);
      memory = release(held, memory, expectation, Long.MIN_VALUE, now);
    }
    return arm(memory, expectation, telemetry.getAt().toEpochMilli());
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
    notice(findings(memory, expectation), expectation, time, now);
    state.remember(memory);
    if (forgetAt(memory) <= time) {
      findings(memory, expectation).retire(forgetAt(memory));
      state.clear();
      return NEVER;
    }
    return arm(memory, expectation, time);
  }

  /**
   * Whether the call of {@link #onTime} for this time, in milliseconds, is the one that is awaited.
   * One that an earlier one has replaced has nothing to do, and must not ask for the next: there
   * would be more and more of them.
   */
  public boolean awaits(long due) {
    StageMemory memory = state.memory();
    return memory != null && memory.armedAt == due;
  }

  /** Says so if nothing came for too long before this time. */
  private static void notice(Findings findings, Expectation expectation, long time, long now) {
    if (!findings.memory().open.isEmpty()) {
      findings.retireOrphans(time);
    }
    long silentFrom = findings.memory().cadence.silentFrom(expectation.silenceAfterMillis());
    boolean stale = expectation.isStale(time, now);
    if (silentFrom <= time && !findings.isOpen(SignalKind.SILENCE, SILENCE)) {
      findings.emit(silence(findings, silentFrom, Transition.OPENED, stale));
    } else if (findings.refreshes(SignalKind.SILENCE, SILENCE, stale)) {
      findings.emit(silence(findings, time, Transition.UPDATED, false));
    }
    if (!findings.isOpen(SignalKind.SILENCE, SILENCE)) {
      new Deliveries(findings).notice(time, stale);
    }
  }

  private static long forgetAt(StageMemory memory) {
    long lastAt = Math.max(memory.cadence.lastAt(), memory.retiredAt);
    return lastAt == Long.MIN_VALUE ? NEVER : lastAt + FORGET_AFTER;
  }

  /** One call of {@link #onTime} is awaited at a time: a further one only if it is due earlier. */
  private long arm(StageMemory memory, Expectation expectation, long time) {
    long due = forgetAt(memory);
    Signal silence = memory.open(SignalKind.SILENCE, SILENCE);
    if (silence == null) {
      due = Math.min(due, memory.cadence.silentFrom(expectation.silenceAfterMillis()));
      due = Math.min(due, new Deliveries(findings(memory, expectation)).dueAt(time));
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
    Findings findings = findings(memory, expectation);
    boolean stale = expectation.isStale(at, now);
    switch (telemetry.getKind()) {
      case RETIREMENT -> {
        return retired(memory, expectation, at);
      }
      case MEASUREMENT -> new Metrics(state, findings).measure(telemetry, expectation, stale);
      case RUN -> {
        memory.cadence.reportsRuns();
        new Failures(findings).run(telemetry, stale);
      }
      case ALERT -> new Failures(findings).alert(telemetry, stale);
      default -> {
        // a sign of life, no more
      }
    }
    notice(findings, expectation, at, now); // what comes may come before the call of onTime
    boolean alive = at > memory.cadence.lastAt();
    memory.cadence.observe(at);
    if (alive && findings.isOpen(SignalKind.SILENCE, SILENCE)) {
      findings.emit(silence(findings, at, Transition.CLEARED, stale));
      memory.resumedAt = at;
    }
    state.remember(memory);
    return memory;
  }

  private static Signal silence(Findings findings, long at, Transition transition, boolean stale) {
    StageMemory memory = findings.memory();
    long since = memory.cadence.lastAt();
    Signal open = memory.open(SignalKind.SILENCE, SILENCE);
    boolean lasts = open == null || transition == Transition.UPDATED;
    double seconds = lasts ? (at - since) / 1000.0 : open.getObserved();
    return findings
        .signal(SignalKind.SILENCE, SILENCE, transition, Instant.ofEpochMilli(at))
        .setScore(1)
        .setObserved(seconds)
        .setExpected(memory.cadence.usualMillis() / 1000)
        .setUnit("s")
        .setEvidence("cadence")
        .setStale(stale)
        .build();
  }

  /** The stage ends here: its open signals end without an answer, and what it sent before too. */
  private StageMemory retired(StageMemory memory, Expectation expectation, long at) {
    findings(memory, expectation).retire(at);
    state.clear();
    StageMemory next = new StageMemory(memory.fleet, memory.stage);
    next.retiredAt = at;
    state.remember(next);
    return next;
  }

  private Findings findings(StageMemory memory, Expectation expectation) {
    return new Findings(memory, expectation, out);
  }

  private StageMemory memory(Telemetry telemetry) {
    StageMemory memory = state.memory();
    return memory == null ? new StageMemory(telemetry.getFleet(), telemetry.getStage()) : memory;
  }
}
