package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What was learned: for each state and action the discounted mean of the targets that credits moved
 * it to. It is exactly the fold of the log of decisions by {@link #apply}: whoever reads the log
 * gets the same numbers, bit by bit.
 *
 * <p>The targets are those of Q-learning for semi-Markov decision processes (Bradtke and Duff,
 * Reinforcement Learning Methods for Continuous-Time Markov Decision Problems, NIPS 1994, eq. 12):
 * reward + discount(time passed) x best score of the next state. The mean over them, in which each
 * older one weighs {@code keep} times less, is the constant step size of that update once enough
 * credits are in, and their plain mean before.
 *
 * <p>Each credit counts in two rows: that of its state, and a coarser one of its error type and
 * stage kind alone, from which states that were met seldom borrow: what healed at the second
 * attempt is worth trying at the first.
 *
 * <p>What another policy had learned is kept beside it, as a prior that counts as few incidents:
 * where it was learned (another fleet, a simulator) is not this fleet, and it must lose against
 * what is seen here.
 */
public final class QTable {

  /** Attempts beyond this count as this many. */
  private static final int MOST_ATTEMPTS = 2;

  /** Of the incidents behind what was learned elsewhere one counts as so many here, ... */
  private static final double IMPORTED = 0.25;

  /** ... and all of them at most as many as the runbook. */
  private static final double MOST_IMPORTED = RunbookPrior.WEIGHT;

  /** Attempts of the coarse row, which stands for all of them. */
  private static final int ANY = -1;

  private final Function<String, PolicyCell> get;
  private final BiConsumer<String, PolicyCell> put;
  private final Supplier<List<PolicyCell>> values;

  /** A table whose cells lie where the caller says. */
  public QTable(
      Function<String, PolicyCell> get,
      BiConsumer<String, PolicyCell> put,
      Supplier<List<PolicyCell>> values) {
    this.get = get;
    this.put = put;
    this.values = values;
  }

  /** An empty one on the heap. */
  public static QTable onHeap() {
    Map<String, PolicyCell> cells = new LinkedHashMap<>();
    return new QTable(cells::get, cells::put, () -> List.copyOf(cells.values()));
  }

  /**
   * An entry of the log takes effect: only those that teach something change anything.
   *
   * @return whether it did
   */
  public boolean apply(Decision entry) {
    if (entry.getKind() == DecisionKind.IMPORTED && entry.getImported() != null) {
      take(entry.getImported());
      return true;
    }
    Credit credit = entry.getCredit();
    boolean teaches =
        credit != null
            && credit.getLesson() == Lesson.LEARNED
            && (entry.getKind() == DecisionKind.CREDITED
                || entry.getKind() == DecisionKind.CORRECTED);
    if (teaches) {
      Set<DecisionState> rows = new LinkedHashSet<>();
      rows.add(coarse(entry.getState()));
      rows.add(fine(entry.getState())); // the same one if nothing else is known of the state
      rows.forEach(row -> learn(row, entry.getChosen(), credit));
    }
    return teaches;
  }

  /** The imported policy takes the place of the one before it. */
  private void take(PolicySnapshot policy) {
    for (PolicyCell known : values.get()) {
      if (known.getImportedWeight() > 0) {
        put(PolicyCell.newBuilder(known).setImported(0).setImportedWeight(0).build());
      }
    }
    for (PolicyCell cell : policy.getCells()) {
      PolicyCell known = get.apply(key(cell.getState(), cell.getAction()));
      put(
          (known == null ? blank(cell.getState(), cell.getAction()) : PolicyCell.newBuilder(known))
              .setImported(cell.getLearned())
              .setImportedWeight(Math.min(MOST_IMPORTED, IMPORTED * cell.getCredits()))
              .build());
    }
  }

  private static PolicyCell.Builder blank(DecisionState state, Action action) {
    return PolicyCell.newBuilder().setState(state).setAction(action).setScore(0).setWeight(0);
  }

  private void put(PolicyCell cell) {
    put.accept(key(cell.getState(), cell.getAction()), cell);
  }

  private void learn(DecisionState state, Action action, Credit credit) {
    String key = key(state, action);
    PolicyCell known = get.apply(key);
    double before = known == null ? 0 : known.getLearned();
    double credits = known == null ? 0 : known.getCredits();
    double fades = known == null ? 0 : known.getImportedWeight();
    double learned;
    if (credit.getReplaces() != null && credits > 0) {
      learned = before + (credit.getTarget() - credit.getReplaces()) / Math.max(1, credits);
    } else {
      credits = credit.getKeep() * credits + 1;
      learned = before + (credit.getTarget() - before) / credits;
      fades *= credit.getKeep();
    }
    double imported = known == null ? 0 : known.getImported();
    put.accept(
        key, new PolicyCell(state, action, learned, credits, learned, credits, imported, fades));
  }

  /** What was learned of the action in the state itself; null if nothing beyond the coarse row. */
  PolicyCell fine(DecisionState state, Action action) {
    DecisionState fine = fine(state);
    return fine.equals(coarse(state)) ? null : get.apply(key(fine, action));
  }

  /** What was learned of the action wherever the error type was met on such stages. */
  PolicyCell coarse(DecisionState state, Action action) {
    return get.apply(key(coarse(state), action));
  }

  /** Every cell in which something is known, in the order of its key. */
  public List<PolicyCell> cells() {
    List<PolicyCell> cells = new ArrayList<>(values.get());
    cells.removeIf(cell -> cell.getCredits() == 0 && cell.getImportedWeight() == 0);
    cells.sort(
        (a, b) -> key(a.getState(), a.getAction()).compareTo(key(b.getState(), b.getAction())));
    return cells;
  }

  /** The row of the state. The last action is left to the prior, which knows what it tried. */
  private static DecisionState fine(DecisionState state) {
    return DecisionState.newBuilder(state)
        .setAttempts(Math.min(state.getAttempts(), MOST_ATTEMPTS))
        .setLastAction(Action.UNKNOWN)
        .build();
  }

  private static DecisionState coarse(DecisionState state) {
    return DecisionState.newBuilder(fine(state))
        .setAttempts(ANY)
        .setLatency(LatencyBucket.UNKNOWN)
        .build();
  }

  private static String key(DecisionState row, Action action) {
    return row.getErrorType()
        + "|"
        + row.getStageKind()
        + "|"
        + row.getLatency()
        + "|"
        + row.getAttempts()
        + "|"
        + action;
  }
}
