package dev.prunella;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Instant;

/** Signals of the fleet `shop`, as its detectors would send them. */
public final class Signals {
  public static final Instant T0 = Instant.parse("2025-06-02T10:00:00Z");

  private Signals() {}

  /** So many seconds after {@link #T0}. */
  public static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  /** A run that failed with this message. */
  public static Signal failure(String stage, long second, String message) {
    return of(stage, SignalKind.FAILURE, "run", second)
        .setDetail(message)
        .setEvidence("run")
        .build();
  }

  /** A latency three times as high as usual. */
  public static Signal slow(String stage, long second) {
    return of(stage, SignalKind.ANOMALY, "latency", second)
        .setObserved(300)
        .setExpected(100)
        .setLower(80.0)
        .setUpper(120.0)
        .setUnit("ms")
        .setScore(0.9)
        .setEvidence("level")
        .build();
  }

  /** A signal that has just opened. */
  public static Signal.Builder of(String stage, SignalKind kind, String subject, long second) {
    return Signal.newBuilder()
        .setFleet("shop")
        .setStage(stage)
        .setKind(kind)
        .setTransition(Transition.OPENED)
        .setSubject(subject)
        .setHint(ErrorType.UNKNOWN)
        .setAt(at(second))
        .setOpenedAt(at(second))
        .setSeenAt(at(second));
  }

  /** The signal's next state. */
  public static Signal then(Signal signal, Transition transition, long second) {
    return Signal.newBuilder(signal).setTransition(transition).setAt(at(second)).build();
  }

  public static Signal cleared(Signal signal, long second) {
    return then(signal, Transition.CLEARED, second);
  }
}
