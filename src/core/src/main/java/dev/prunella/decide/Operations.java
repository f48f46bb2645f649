package dev.prunella.decide;

import dev.prunella.diagnose.Evidence;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.Signal;
import java.util.ArrayList;
import java.util.List;

/** What exactly an action does, as typed operations that executors render; never text to be run. */
public final class Operations {

  /** Before the first retry, in seconds; doubled for each action that was taken already. */
  private static final double BACKOFF = 30;

  private static final double LONGEST_BACKOFF = 900;

  /** How long WAIT waits, in seconds. */
  public static final long WAIT = 300;

  private static final double TWICE = 2;
  private static final double HALF = 0.5;

  private Operations() {}

  static List<Operation> of(Action action, Incident incident) {
    return switch (action) {
      case WAIT -> List.of(amount(OperationKind.WAIT, WAIT));
      case RETRY_WITH_BACKOFF -> List.of(amount(OperationKind.RETRY_AFTER, backoff(incident)));
      case SCALE_OUT, SCALE_UP -> List.of(amount(OperationKind.SCALE_BY, TWICE));
      case SCALE_IN, THROTTLE -> List.of(amount(OperationKind.SCALE_BY, HALF));
      case APPLY_SCHEMA_REMAP -> remap(incident);
      default -> List.of();
    };
  }

  private static double backoff(Incident incident) {
    return Math.min(LONGEST_BACKOFF, BACKOFF * Math.pow(2, incident.getAttempts()));
  }

  /**
   * Gives the readers at the root stage back what they expect. Each change names a field by the
   * name that it has now, so renames come last, the inner ones first.
   */
  private static List<Operation> remap(Incident incident) {
    List<Operation> operations = new ArrayList<>();
    List<Operation> renames = new ArrayList<>();
    for (Signal signal : incident.getEvidence()) {
      if (!Evidence.isOpen(signal) || !signal.getStage().equals(incident.getRootStage())) {
        continue;
      }
      for (SchemaChange change : signal.getChanges()) {
        String path = change.getPath();
        switch (change.getKind()) {
          case RENAMED ->
              renames.add(
                  0,
                  field(OperationKind.RENAME_FIELD, change.getAfter(), name(change.getBefore())));
          case RETYPED -> operations.add(field(OperationKind.CAST_FIELD, path, change.getBefore()));
          case REMOVED -> {
            if (change.getCompatibility() != Compatibility.FULL) { // else readers have a default
              operations.add(field(OperationKind.DEFAULT_FIELD, path, "null"));
            }
          }
          case ADDED -> operations.add(field(OperationKind.DROP_FIELD, path, ""));
          default -> {
            // the others need no change of a record
          }
        }
      }
    }
    operations.addAll(renames);
    return operations;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Operation amount(OperationKind kind, double amount) {
    return new Operation(kind, "", "", amount);
  }

  private static Operation field(OperationKind kind, String field, String value) {
    return new Operation(kind, field, value, 0.0);
  }
}
