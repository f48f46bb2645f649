package dev.prunella.plant.baseline;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done about each kind of failure at each kind of stage, in this order, until people are
 * called. Immutable.
 *
 * @param rows steps by case; where there is none, that of the error type at a stage of any kind
 *     (UNKNOWN) holds, and if there is none either, people are called at once
 */
public record DecisionTable(Map<Case, List<Action>> rows) {

  /** A kind of failure at a kind of stage. */
  public record Case(ErrorType errorType, StageKind kind) {

    @Override
    public String toString() {
      return errorType + " at " + (kind == StageKind.UNKNOWN ? "any stage" : kind);
    }
  }

  public DecisionTable {
    Map<Case, List<Action>> copy = new LinkedHashMap<>();
    rows.forEach((row, steps) -> copy.put(row, List.copyOf(steps)));
    rows = Collections.unmodifiableMap(copy);
  }

  /** The steps before people are called; may be empty. */
  public List<Action> steps(Case row) {
    List<Action> any = rows.getOrDefault(new Case(row.errorType(), StageKind.UNKNOWN), List.of());
    return rows.getOrDefault(row, any);
  }

  /** The same table but for one row. */
  public DecisionTable with(Case row, List<Action> steps) {
    Map<Case, List<Action>> next = new LinkedHashMap<>(rows);
    next.put(row, steps);
    return new DecisionTable(next);
  }
}
