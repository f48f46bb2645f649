package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.PolicyCell;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a log of decisions teaches, by the published rule: a credit that is learned from moves two
 * means towards its target, that of its state (attempts up to 2, the last action left out) and that
 * of all states with its error type and stage kind; {@code keep} is what older credits count for. A
 * correction that replaces a target moves the means by the difference.
 */
final class Learned {

  /** A mean, and the credits behind it. */
  private record Mean(double value, double credits) {

    Mean with(Credit credit) {
      if (credit.getReplaces() != null && credits > 0) {
        double difference = credit.getTarget() - credit.getReplaces();
        return new Mean(value + difference / Math.max(1, credits), credits);
      }
      double sum = credit.getKeep() * credits + 1;
      return new Mean(value + (credit.getTarget() - value) / sum, sum);
    }
  }

  private final Map<String, Mean> means = new TreeMap<>();

  static Learned of(Iterable<Decision> log) {
    Learned learned = new Learned();
    log.forEach(learned::learn);
    return learned;
  }

  private void learn(Decision entry) {
    Credit credit = entry.getCredit();
    boolean said =
        entry.getKind() == DecisionKind.CREDITED || entry.getKind() == DecisionKind.CORRECTED;
    if (!said || credit == null || credit.getLesson() != Lesson.LEARNED) {
      return;
    }
    DecisionState state = entry.getState();
    String kind = state.getErrorType() + " " + state.getStageKind();
    int attempts = Math.min(2, state.getAttempts());
    move(row(kind, "UNKNOWN", -1, entry.getChosen()), credit);
    move(row(kind, state.getLatency().name(), attempts, entry.getChosen()), credit);
  }

  private void move(String row, Credit credit) {
    means.put(row, means.getOrDefault(row, new Mean(0, 0)).with(credit));
  }

  /** What a snapshot says was learned. */
  static Learned in(Collection<PolicyCell> cells) {
    Learned learned = new Learned();
    for (PolicyCell cell : cells) {
      DecisionState state = cell.getState();
      String kind = state.getErrorType() + " " + state.getStageKind();
      learned.means.put(
          row(kind, state.getLatency().name(), state.getAttempts(), cell.getAction()),
          new Mean(cell.getLearned(), cell.getCredits()));
    }
    return learned;
  }

  private static String row(String kind, String latency, int attempts, Action action) {
    return kind + " " + latency + " " + attempts + " " + action;
  }

  /** Where the other one differs, bit by bit; empty if nowhere. */
  String difference(Learned other) {
    StringBuilder difference = new StringBuilder();
    Map<String, Mean> all = new TreeMap<>(means);
    all.putAll(other.means);
    for (String row : all.keySet()) {
      Mean mine = means.get(row);
      Mean theirs = other.means.get(row);
      if (mine == null || !mine.equals(theirs)) {
        difference.append("%s: %s, not %s; ".formatted(row, theirs, mine));
      }
    }
    return difference.toString();
  }
}
