package dev.prunella.decide;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.Signal;
import java.util.ArrayList;
import java.util.List;

/** What exactly an action does, as typed operations that executors render; never text to be run. */
final class Operations {

  /** Before the first retry; doubled for each step that was taken already. */
  private static final double BACKOFF_SECONDS = 30;

  private static final double WAIT_SECONDS = 300;
  private static final double TWICE = 2;
  private static final double HALF = 0.5;

  private Operations() {}

  static List<Operation> of(Action action, Incident incident) {
    return switch (action) {
      case WAIT -> List.of(amount(OperationKind.WAIT, WAIT_SECONDS));
      case RETRY_WITH_BACKOFF ->
          List.of(
              amount(
                  OperationKind.RETRY_AFTER, BACKOFF_SECONDS * Math.pow(2, incident.getSteps())));
      case SCALE_OUT, SCALE_UP -> List.of(amount(OperationKind.SCALE_BY, TWICE));
      case SCALE_IN, THROTTLE -> List.of(amount(OperationKind.SCALE_BY, HALF));
      case APPLY_SCHEMA_REMAP -> remap(incident);
      default -> List.of();
    };
  }

  /** Gives readers of the old schema back what they expect. */
  private static List<Operation> remap(Incident incident) {
    List<Operation> operations = new ArrayList<>();
    for (Signal signal : incident.getEvidence()) {
      for (SchemaChange change : signal.getChanges()) {
        switch (change.getKind()) {
          case RENAMED ->
              operations.add(
                  field(OperationKind.RENAME_FIELD, change.getAfter(), change.getBefore()));
          case RETYPED ->
              operations.add(field(OperationKind.CAST_FIELD, change.getPath(), change.getBefore()));
          case REMOVED ->
              operations.add(field(OperationKind.DEFAULT_FIELD, change.getPath(), "null"));
          case ADDED -> operations.add(field(OperationKind.DROP_FIELD, change.getPath(), ""));
          default -> {
            // the others need no change of a record
          }
        }
      }
    }
    return operations;
  }

  private static Operation amount(OperationKind kind, double amount) {
    return new Operation(kind, "", "", amount);
  }

  private static Operation field(OperationKind kind, String field, String value) {
    return new Operation(kind, field, value, 0.0);
  }
}
