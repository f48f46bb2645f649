package dev.prunella.diagnose;

import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** The newest state of each signal of an incident, oldest signal first. */
public final class Evidence {

  /**
   * Evidence, as signals name it, that goes along with a failure: it tells causes apart, but speaks
   * by itself for no root and no error type.
   */
  public static final String SYMPTOM = "symptom";

  /** As many signals as one published incident carries, and as many ended ones as are kept. */
  static final int MOST = 64;

  private Evidence() {}

  /**
   * The evidence with this signal's new state in it. Beyond {@link #MOST} the oldest ended signal
   * is left out; an open one never is, as the incident lasts until it ends.
   */
  public static List<Signal> with(List<Signal> evidence, Signal signal) {
    List<Signal> all = new ArrayList<>(evidence);
    int known = 0;
    while (known < all.size() && !isNewsOf(all.get(known), signal)) {
      known++;
    }
    if (known < all.size()) {
      all.set(known, signal);
    } else {
      all.add(signal);
    }
    all.sort(Comparator.comparing(Signal::getOpenedAt)); // stable: of two, the first to join
    for (int i = 0; i < all.size() && all.size() > MOST; i++) {
      if (!isOpen(all.get(i))) {
        all.remove(i--);
      }
    }
    return all;
  }

  /**
   * Whether the signal is the next state of the known one. A signal that ended in a new normal has
   * ended for good: what opens after it is held against the new normal, and can clear while all is
   * as bad as before. It must not hide that nobody saw the old one recover.
   */
  private static boolean isNewsOf(Signal known, Signal signal) {
    boolean rebased = known.getTransition() == Transition.REBASED;
    return same(known, signal) && (!rebased || known.getOpenedAt().equals(signal.getOpenedAt()));
  }

  /** As much of the evidence as a published incident carries: the oldest {@link #MOST} signals. */
  public static List<Signal> published(List<Signal> evidence) {
    return evidence.size() <= MOST ? evidence : List.copyOf(evidence.subList(0, MOST));
  }

  /** Whether both are states of one signal. */
  public static boolean same(Signal a, Signal b) {
    return a.getStage().equals(b.getStage())
        && a.getKind() == b.getKind()
        && a.getSubject().equals(b.getSubject());
  }

  /** Whether what the signal found lasts. */
  public static boolean isOpen(Signal signal) {
    return signal.getTransition() == Transition.OPENED
        || signal.getTransition() == Transition.UPDATED;
  }

  /** Whether what at least one signal found lasts. */
  public static boolean anyOpen(List<Signal> evidence) {
    return evidence.stream().anyMatch(Evidence::isOpen);
  }

  /** Whether every signal ended by positive evidence. */
  public static boolean allCleared(List<Signal> evidence) {
    return evidence.stream().allMatch(s -> s.getTransition() == Transition.CLEARED);
  }

  /** Whether the signal is open, though its values are back: that it is over is not certain yet. */
  public static boolean isClearing(Signal signal) {
    return isOpen(signal) && signal.getWellSince() != null;
  }

  /**
   * Since when all has been well again.
   *
   * @param evidence not empty, none of it open
   */
  public static Instant wellSince(List<Signal> evidence) {
    return evidence.stream()
        .map(s -> s.getWellSince() == null ? s.getAt() : s.getWellSince())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * From when on silence, had it begun with the newest of these states, would be known: what is not
   * reported by then is none.
   *
   * @param evidence not empty
   */
  public static Instant silenceKnownAt(List<Signal> evidence) {
    return evidence.stream()
        .map(s -> s.getAt().plusMillis(s.getSilentAfterMillis() + 1))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** All stages with evidence: the root first, then in the order in which they joined. */
  public static List<String> stages(List<Signal> evidence, String root) {
    LinkedHashSet<String> stages = new LinkedHashSet<>();
    stages.add(root);
    evidence.forEach(signal -> stages.add(signal.getStage()));
    return List.copyOf(stages);
  }
}
