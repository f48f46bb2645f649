package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.util.Set;

/**
 * A column changes at the source. Ingest goes on; the transform no longer finds what it selects.
 * The schema shows which change it was, and so, more than for other faults, what may heal it.
 */
public final class SchemaMismatch implements Fault {
  public static final String RENAMED = "column renamed";
  public static final String REMOVED = "column removed";

  private static final String COLUMN = "customer_id";

  private static final Traits TRAITS =
      Traits.of(
          "schema mismatch",
          ErrorType.SCHEMA_MISMATCH,
          StageKind.INGEST,
          Cause.healedBy(RENAMED, Action.APPLY_SCHEMA_REMAP, Action.ROLL_BACK),
          // what is gone cannot be mapped back: a default in its place is refused downstream
          Cause.healedBy(REMOVED, Action.ROLL_BACK));

  @Override
  public Traits traits() {
    return TRAITS;
  }

  @Override
  public Set<StageKind> healedAt() {
    return Set.of(StageKind.INGEST, StageKind.TRANSFORM);
  }

  @Override
  public SourceTable table(SourceTable usual, Cause cause) {
    return cause.name().equals(RENAMED)
        ? usual.renamed(COLUMN, "client_id")
        : usual.without(COLUMN);
  }

  @Override
  public void strain(
      Condition condition, StageKind at, Cause cause, double hardness, Duration age) {
    if (at == StageKind.TRANSFORM) {
      condition.fail(
          "AnalysisException: cannot resolve '`"
              + COLUMN
              + "`' given input columns:"
              + " [amount, id, status, updated_at]");
    }
  }
}
