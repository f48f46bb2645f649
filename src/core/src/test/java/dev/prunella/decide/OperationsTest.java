package dev.prunella.decide;

import static dev.prunella.Signals.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.Signals;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaChangeKind;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a chosen action becomes. */
class OperationsTest {

  @Test
  void shouldCastByTheNewNameBeforeItGivesTheOldOneBack() {
    List<SchemaChange> changes =
        List.of(
            change(SchemaChangeKind.RENAMED, "a.id", "a.id", "a.key"),
            change(SchemaChangeKind.RETYPED, "a.key", "long", "string"));

    assertEquals(
        List.of("CAST_FIELD a.key long", "RENAME_FIELD a.key id"),
        remap(drift("orders/load", changes)));
  }

  @Test
  void shouldRemapTheRootStageAloneAndEachChangeOnce() {
    List<SchemaChange> changes = List.of(change(SchemaChangeKind.REMOVED, "note", "string", ""));

    assertEquals(
        List.of("DEFAULT_FIELD note null"),
        remap(drift("orders/load", changes), drift("billing/load", changes)));
  }

  @Test
  void shouldRetryLaterEachTimeButNotForEver() {
    assertEquals(30, backoff(0));
    assertEquals(60, backoff(1));
    assertEquals(900, backoff(50));
  }

  private static double backoff(int attempts) {
    Incident incident = incident(drift("orders/load", List.of())).setAttempts(attempts).build();
    return Operations.of(Action.RETRY_WITH_BACKOFF, incident).get(0).getAmount();
  }

  private static List<String> remap(Signal... signals) {
    return Operations.of(Action.APPLY_SCHEMA_REMAP, incident(signals).build()).stream()
        .map(o -> o.getKind() + " " + o.getField() + " " + o.getValue())
        .toList();
  }

  private static Signal drift(String stage, List<SchemaChange> changes) {
    return of(stage, SignalKind.SCHEMA_DRIFT, "orders-value", 0).setChanges(changes).build();
  }

  private static SchemaChange change(
      SchemaChangeKind kind, String path, String before, String after) {
    return new SchemaChange(kind, path, before, after, Compatibility.BREAKING);
  }

  private static Incident.Builder incident(Signal... signals) {
    return Incident.newBuilder()
        .setId("fedcba9876543210")
        .setFleet("shop")
        .setVersion(1)
        .setStatus(IncidentStatus.OPEN)
        .setRootStage("orders/load")
        .setStages(List.of("orders/load"))
        .setErrorType(ErrorType.SCHEMA_MISMATCH)
        .setConfidence(1)
        .setOpenedAt(Signals.T0)
        .setUpdatedAt(Signals.T0)
        .setEvidence(List.of(signals))
        .setExplanation("");
  }
}
