package dev.prunella.drift;

import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaChangeKind;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.SubjectSettings;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/**
 * Turns the versions of one schema subject into signals: one for each stage that reads the subject,
 * when readers of the schema that they know can no longer read what is written. It clears when they
 * can again.
 */
public final class DriftDetector {

  /** After so long with a schema that breaks them, readers are taken to know it. */
  private static final Duration ACCEPTED_AFTER = Duration.ofDays(14);

  private final SubjectSettings settings;
  private final boolean stale;
  private final SchemaEvent event;
  private final Consumer<Signal> out;

  private DriftDetector(
      SubjectSettings settings, boolean stale, SchemaEvent event, Consumer<Signal> out) {
    this.settings = settings;
    this.stale = stale;
    this.event = event;
    this.out = out;
  }

  /**
   * A version of the subject. One that is older than what was met already says nothing.
   *
   * @param memory what was kept of the subject; null at first
   * @param settings who writes and reads the subject; null if the settings do not name it: then the
   *     subject stands for its own stage
   * @param stale whether the event is too old to act on
   * @param event a schema in Avro's format, known to parse
   * @return what is to be kept of the subject
   */
  public static SubjectMemory onSchema(
      SubjectMemory memory,
      SubjectSettings settings,
      boolean stale,
      SchemaEvent event,
      Consumer<Signal> out) {
    if (memory != null && event.getAt().isBefore(memory.getAt())) {
      return memory;
    }
    DriftDetector detector = new DriftDetector(settings, stale, event, out);
    return detector.next(memory == null ? null : detector.accepted(memory));
  }

  /**
   * When a deleted subject is forgotten, unless it is written anew: from then on its readers are
   * taken to do without it. {@link Instant#MAX} for any other.
   */
  public static Instant forgetAt(SubjectMemory memory) {
    return memory.getNewest().isEmpty() ? memory.getAt().plus(ACCEPTED_AFTER) : Instant.MAX;
  }

  /** Ends what a deleted subject has open, so that it can be forgotten. */
  public static void forget(SubjectMemory memory, String fleet, Consumer<Signal> out) {
    SchemaEvent end =
        SchemaEvent.newBuilder()
            .setFleet(fleet)
            .setSubject(memory.getSubject())
            .setAt(forgetAt(memory))
            .setFormat(SchemaFormat.AVRO)
            .setDefinition("")
            .setDeleted(true)
            .build();
    new DriftDetector(null, false, end, out).accepted(memory);
  }

  /** The memory, with the newest schema for the known one if it has held for long enough. */
  private SubjectMemory accepted(SubjectMemory memory) {
    Instant opened = memory.getOpenedAt();
    if (opened == null || event.getAt().isBefore(opened.plus(ACCEPTED_AFTER))) {
      return memory;
    }
    emit(memory.getStages(), opened, Transition.REBASED, List.of());
    return SubjectMemory.newBuilder(memory)
        .setDefinition(memory.getNewest())
        .setOpenedAt(null)
        .setStages(List.of())
        .build();
  }

  private SubjectMemory next(SubjectMemory memory) {
    if (memory == null || memory.getDefinition().isEmpty()) {
      return kept(event.getDefinition(), null, List.of());
    }
    Instant opened = memory.getOpenedAt();
    List<SchemaChange> changes = changes(memory);
    if (!breaks(memory)) {
      emit(memory.getStages(), opened, Transition.CLEARED, changes);
      return kept(event.getDefinition(), null, List.of());
    }
    Set<String> left = new LinkedHashSet<>(memory.getStages());
    readers().forEach(left::remove);
    emit(left, opened, Transition.RETIRED, changes);
    Set<String> told = new LinkedHashSet<>(memory.getStages());
    told.retainAll(readers());
    emit(told, opened, Transition.UPDATED, changes);
    Set<String> joined = new LinkedHashSet<>(readers());
    joined.removeAll(told);
    Instant since = opened == null ? event.getAt() : opened;
    emit(joined, since, Transition.OPENED, changes);
    return kept(memory.getDefinition(), since, List.copyOf(new LinkedHashSet<>(readers())));
  }

  private boolean breaks(SubjectMemory memory) {
    if (event.getDeleted()) {
      return true;
    }
    Compatibility now =
        SchemaDiff.compatibility(parse(memory.getDefinition()), parse(event.getDefinition()));
    return now == Compatibility.BACKWARD || now == Compatibility.BREAKING;
  }

  private List<SchemaChange> changes(SubjectMemory memory) {
    return event.getDeleted()
        ? List.of(
            new SchemaChange(SchemaChangeKind.SUBJECT_DELETED, "", "", "", Compatibility.BREAKING))
        : SchemaDiff.between(parse(memory.getDefinition()), parse(event.getDefinition()));
  }

  private List<String> readers() {
    return settings == null || settings.getConsumers().isEmpty()
        ? List.of(event.getSubject())
        : settings.getConsumers();
  }

  private SubjectMemory kept(String known, Instant openedAt, List<String> stages) {
    String newest = event.getDeleted() ? "" : event.getDefinition();
    return new SubjectMemory(event.getSubject(), known, newest, event.getAt(), openedAt, stages);
  }

  private void emit(
      Iterable<String> stages,
      Instant openedAt,
      Transition transition,
      List<SchemaChange> changes) {
    for (String stage : stages) {
      out.accept(
          Signal.newBuilder()
              .setFleet(event.getFleet())
              .setStage(stage)
              .setKind(SignalKind.SCHEMA_DRIFT)
              .setSubject(event.getSubject())
              .setTransition(transition)
              .setAt(event.getAt())
              .setOpenedAt(openedAt)
              .setSeenAt(event.getAt())
              .setScore(1)
              .setEvidence("schema")
              .setHint(ErrorType.SCHEMA_MISMATCH)
              .setChanges(changes)
              .setStale(stale)
              .build());
    }
  }

  private static Schema parse(String definition) {
    return new Schema.Parser().parse(definition);
  }
}
