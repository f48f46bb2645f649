package dev.prunella.drift;

import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaChangeKind;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.SubjectSettings;
import dev.prunella.schemas.Transition;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/**
 * Turns the versions of one schema subject into signals: one for each stage that reads the subject,
 * when readers of the schema that they know can no longer read what is written. It clears when they
 * can again.
 */
public final class DriftDetector {

  private DriftDetector() {}

  /**
   * @param memory what was kept of the subject; null at first
   * @param settings who writes and reads the subject; null if the settings do not name it: then the
   *     subject stands for its own stage
   * @param event a schema in Avro's format, known to parse
   * @return what is to be kept of the subject
   */
  public static SubjectMemory onSchema(
      SubjectMemory memory, SubjectSettings settings, SchemaEvent event, Consumer<Signal> out) {
    if (memory == null || memory.getDefinition().isEmpty()) {
      return new SubjectMemory(event.getSubject(), event.getDefinition(), null);
    }
    boolean late = memory.getOpenedAt() != null && event.getAt().isBefore(memory.getOpenedAt());
    if (late) {
      return memory;
    }
    List<SchemaChange> changes;
    boolean breaks;
    if (event.getDeleted()) {
      changes =
          List.of(
              new SchemaChange(
                  SchemaChangeKind.SUBJECT_DELETED, "", "", "", Compatibility.BREAKING));
      breaks = true;
    } else {
      Schema known = parse(memory.getDefinition());
      Schema now = parse(event.getDefinition());
      changes = SchemaDiff.between(known, now);
      Compatibility compatibility = SchemaDiff.compatibility(known, now);
      breaks = compatibility == Compatibility.BACKWARD || compatibility == Compatibility.BREAKING;
    }
    boolean open = memory.getOpenedAt() != null;
    if (!breaks) {
      if (open) {
        emit(memory, settings, event, Transition.CLEARED, changes, out);
      }
      return new SubjectMemory(event.getSubject(), event.getDefinition(), null);
    }
    SubjectMemory next =
        open
            ? memory
            : new SubjectMemory(event.getSubject(), memory.getDefinition(), event.getAt());
    emit(next, settings, event, open ? Transition.UPDATED : Transition.OPENED, changes, out);
    return next;
  }

  private static void emit(
      SubjectMemory memory,
      SubjectSettings settings,
      SchemaEvent event,
      Transition transition,
      List<SchemaChange> changes,
      Consumer<Signal> out) {
    List<String> stages =
        settings == null || settings.getConsumers().isEmpty()
            ? List.of(event.getSubject())
            : settings.getConsumers();
    for (String stage : stages) {
      out.accept(
          Signal.newBuilder()
              .setFleet(event.getFleet())
              .setStage(stage)
              .setKind(SignalKind.SCHEMA_DRIFT)
              .setSubject(event.getSubject())
              .setTransition(transition)
              .setAt(event.getAt())
              .setOpenedAt(memory.getOpenedAt())
              .setScore(1)
              .setEvidence("schema")
              .setHint(ErrorType.SCHEMA_MISMATCH)
              .setChanges(changes)
              .build());
    }
  }

  private static Schema parse(String definition) {
    return new Schema.Parser().parse(definition);
  }
}
