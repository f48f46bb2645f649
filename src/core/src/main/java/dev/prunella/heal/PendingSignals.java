package dev.prunella.heal;

import dev.prunella.schemas.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Signals that wait for time to reach them. */
record PendingSignals(Table<Signal> rows) {

  /** The order in which signals of one moment take effect. */
  private static final Comparator<Signal> IN_TIME =
      Comparator.comparing(Signal::getAt)
          .thenComparing(Signal::getStage)
          .thenComparing(Signal::getKind)
          .thenComparing(Signal::getSubject)
          .thenComparing(Signal::getTransition);

  void add(Signal signal) {
    rows.put(moment(signal), signal);
  }

  /** When the first of them is; {@link Instant#MAX} if there is none. */
  Instant earliest() {
    Instant earliest = Instant.MAX;
    for (Signal signal : rows.values()) {
      earliest = signal.getAt().isBefore(earliest) ? signal.getAt() : earliest;
    }
    return earliest;
  }

  /** Those that time has reached, in the order in which they take effect; they wait no more. */
  List<Signal> take(Instant now) {
    List<Signal> due = new ArrayList<>();
    for (Signal signal : rows.values()) {
      if (!signal.getAt().isAfter(now)) {
        due.add(signal);
      }
    }
    due.sort(IN_TIME);
    due.forEach(signal -> rows.remove(moment(signal)));
    return due;
  }

  /** Identifies a signal's state among those that time has not reached. */
  private static String moment(Signal signal) {
    return signal.getAt().toEpochMilli()
        + "|"
        + signal.getStage()
        + "|"
        + signal.getKind()
        + "|"
        + signal.getSubject()
        + "|"
        + signal.getTransition();
  }
}
