package dev.prunella.detect;

import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The signals of one stage: which are open, and what becomes of them. */
record Findings(StageMemory memory, Expectation expectation, Consumer<Signal> out) {

  private static final Set<SignalKind> ALL = EnumSet.allOf(SignalKind.class);

  /** What no detector of telemetry looks for in this release. */
  private static final Set<SignalKind> ORPHANS =
      EnumSet.complementOf(
          EnumSet.of(
              SignalKind.ANOMALY, SignalKind.SLO_BURN, SignalKind.FAILURE, SignalKind.SILENCE));

  /** The next state of a signal, without its values. */
  Signal.Builder signal(SignalKind kind, String subject, Transition transition, Instant at) {
    Signal open = memory.open(kind, subject);
    return Signal.newBuilder()
        .setFleet(memory.fleet)
        .setStage(memory.stage)
        .setKind(kind)
        .setSubject(subject)
        .setTransition(transition)
        .setAt(notBefore(open, at))
        .setOpenedAt(open == null ? at : open.getOpenedAt())
        .setSeenAt(at)
        .setSilentAfterMillis(silentAfterMillis())
        .setHint(ErrorType.UNKNOWN);
  }

  /**
   * A state of a signal, which is sent, and remembered while the signal is open. The last one keeps
   * the values of the one before: what was wrong, not what is right again.
   */
  void emit(Signal signal) {
    String key = StageMemory.signalKey(signal.getKind(), signal.getSubject());
    boolean open =
        signal.getTransition() == Transition.OPENED || signal.getTransition() == Transition.UPDATED;
    if (open) {
      if (!memory.isSuspect(signal.getAt().toEpochMilli())) {
        memory.hold = 0;
      }
      memory.open.put(key, signal);
      out.accept(signal);
      return;
    }
    Signal before = memory.open.remove(key);
    Signal last = before == null ? signal : ended(before, signal.getTransition(), signal.getAt());
    long silentAfter = signal.getSilentAfterMillis();
    out.accept(
        Signal.newBuilder(last)
            .setSilentAfterMillis(silentAfter)
            .setWellSince(signal.getWellSince())
            .build());
    memory.hold = Math.max(memory.hold, Math.max(expectation.holdMillis(), silentAfter));
    if (memory.open.isEmpty()) {
      memory.suspectUntil = last.getAt().toEpochMilli() + memory.hold;
    }
  }

  /** Milliseconds after which a stage that no longer sends or delivers is sure to be told. */
  long silentAfterMillis() {
    return memory.silentAfterMillis(expectation.silenceAfterMillis());
  }

  /** Every open signal ends without an answer. */
  void retire(long at) {
    retire(at, ALL);
  }

  /**
   * Those end that an earlier release opened by a detector that is no more: nothing would ever
   * clear them.
   */
  void retireOrphans(long at) {
    retire(at, ORPHANS);
  }

  private void retire(long at, Set<SignalKind> kinds) {
    for (Signal open : List.copyOf(memory.open.values())) {
      if (kinds.contains(open.getKind())) {
        emit(ended(open, Transition.RETIRED, Instant.ofEpochMilli(at)));
      }
    }
  }

  /** The last state of an open signal, with the values of the one before. */
  static Signal ended(Signal open, Transition transition, Instant at) {
    return Signal.newBuilder(open).setTransition(transition).setAt(notBefore(open, at)).build();
  }

  boolean isOpen(SignalKind kind, String subject) {
    return memory.open(kind, subject) != null;
  }

  /** Whether an open signal rests on stale evidence only, and this is fresh. */
  boolean refreshes(SignalKind kind, String subject, boolean stale) {
    Signal open = memory.open(kind, subject);
    return !stale && open != null && open.getStale();
  }

  /** States of one signal follow each other, whatever the order in which its evidence came. */
  private static Instant notBefore(Signal open, Instant at) {
    return open == null || at.isAfter(open.getAt()) ? at : open.getAt();
  }
}
