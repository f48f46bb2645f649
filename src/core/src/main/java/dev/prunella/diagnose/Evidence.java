package dev.prunella.diagnose;

import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Transition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The newest state of each signal of an incident, oldest signal first. */
public final class Evidence {

  /** As many signals as one incident remembers. */
  static final int MOST = 64;

  private Evidence() {}

  /**
   * The evidence with this signal's new state in it. Beyond {@link #MOST} the oldest ended signal
   * is left out, else the newest.
   */
  public static List<Signal> with(List<Signal> evidence, Signal signal) {
    List<Signal> all = new ArrayList<>(evidence);
    for (int i = 0; i < all.size(); i++) {
      if (same(all.get(i), signal)) {
        all.set(i, signal);
        return all;
      }
    }
    all.add(signal);
    if (all.size() > MOST) {
      int ended = 0;
      while (ended < MOST && isOpen(all.get(ended))) {
        ended++;
      }
      all.remove(ended);
    }
    return all;
  }

  /** Whether both are states of one signal. */
  public static boolean same(Signal a, Signal b) {
    return a.getStage().equals(b.getStage())
        && a.getKind() == b.getKind()
        && a.getSubject().equals(b.getSubject());
  }

  public static boolean isOpen(Signal signal) {
    return signal.getTransition() == Transition.OPENED
        || signal.getTransition() == Transition.UPDATED;
  }

  public static boolean anyOpen(List<Signal> evidence) {
    return evidence.stream().anyMatch(Evidence::isOpen);
  }

  /** Whether every signal ended by positive evidence. */
  public static boolean allCleared(List<Signal> evidence) {
    return evidence.stream().allMatch(s -> s.getTransition() == Transition.CLEARED);
  }

  /** All stages with evidence: the root first, then in the order in which they joined. */
  public static List<String> stages(List<Signal> evidence, String root) {
    LinkedHashSet<String> stages = new LinkedHashSet<>();
    stages.add(root);
    evidence.forEach(signal -> stages.add(signal.getStage()));
    return List.copyOf(stages);
  }
}
