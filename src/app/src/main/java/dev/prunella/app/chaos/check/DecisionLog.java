package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The decisions of one fleet that hold: what is written under a number takes the place of all that
 * was written under it and later ones, unless it is of an older epoch than the newest.
 */
final class DecisionLog {

  private final List<Decision> holding = new ArrayList<>();
  private long epoch;

  /** What an entry is to those before it. */
  enum Fit {
    NEXT,
    /** Takes the place of others. */
    AGAIN,
    /** There is a gap before it. */
    AFTER_GAP,
    /** By a writer whose successor has written already. */
    LATE
  }

  Fit append(Decision entry) {
    if (entry.getEpoch() < epoch) {
      return Fit.LATE;
    }
    epoch = entry.getEpoch();
    boolean again = holding.removeIf(other -> other.getSequence() >= entry.getSequence());
    long expected = last() + 1;
    holding.add(entry);
    if (entry.getSequence() != expected) {
      return Fit.AFTER_GAP;
    }
    return again ? Fit.AGAIN : Fit.NEXT;
  }

  private long last() {
    return holding.isEmpty() ? 0 : holding.get(holding.size() - 1).getSequence();
  }

  List<Decision> entries() {
    return holding;
  }

  /** The log of each fleet. */
  static Map<String, DecisionLog> of(Testimony said) {
    Map<String, DecisionLog> logs = new LinkedHashMap<>();
    for (Written<Decision> entry : said.tape().decisions()) {
      logs.computeIfAbsent(entry.value().getFleet(), fleet -> new DecisionLog())
          .append(entry.value());
    }
    return logs;
  }
}
