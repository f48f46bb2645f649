package dev.prunella.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaChangeKind;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.SubjectSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the versions of a subject become signals, and whose. */
class DriftDetectorTest {
  private static final Instant T0 = Instant.parse("2025-06-02T10:00:00Z");
  private static final String ORDER = record("{\"name\":\"id\",\"type\":\"long\"}");
  private static final String RETYPED = record("{\"name\":\"id\",\"type\":\"string\"}");
  private static final String WIDER =
      record("{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"note\",\"type\":\"string\"}");

  private final List<Signal> signals = new ArrayList<>();
  private SubjectMemory memory;
  private List<String> consumers = List.of("orders/load");
  private boolean stale;

  @Test
  void shouldNameTheSchemaChangeAndTheConsumer() {
    publish(0, ORDER);
    publish(60, RETYPED);

    assertEquals(List.of("OPENED orders/load"), said());
    Signal drift = signals.get(0);
    assertEquals("orders-value", drift.getSubject());
    SchemaChange change = drift.getChanges().get(0);
    assertEquals(SchemaChangeKind.RETYPED, change.getKind());
    assertEquals(
        "id long string", change.getPath() + " " + change.getBefore() + " " + change.getAfter());
  }

  @Test
  void shouldSayNothingOfAChangeThatReadersSurvive() {
    publish(0, ORDER);
    publish(60, WIDER);

    assertEquals(List.of(), said());
  }

  @Test
  void shouldClearOnceReadersCanReadAgain() {
    publish(0, ORDER);
    publish(60, RETYPED);
    publish(120, RETYPED);
    publish(180, ORDER);

    assertEquals(
        List.of("OPENED orders/load", "UPDATED orders/load", "CLEARED orders/load"), said());
    assertTrue(signals.stream().allMatch(s -> s.getOpenedAt().equals(T0.plusSeconds(60))));
  }

  @Test
  void shouldEndTheSignalOfAConsumerThatNoLongerReadsAndTellTheNewOne() {
    publish(0, ORDER);
    publish(60, RETYPED);
    consumers = List.of("billing/load");
    publish(120, RETYPED);
    publish(180, ORDER);

    assertEquals(
        List.of(
            "OPENED orders/load",
            "RETIRED orders/load",
            "OPENED billing/load",
            "CLEARED billing/load"),
        said());
  }

  @Test
  void shouldClearTheStagesThatWereToldThoughTheConsumersChangedMeanwhile() {
    publish(0, ORDER);
    publish(60, RETYPED);
    consumers = List.of("billing/load");
    publish(120, ORDER);

    assertEquals(List.of("OPENED orders/load", "CLEARED orders/load"), said());
  }

  @Test
  void shouldLetTheSubjectStandForItsOwnStageWhenNobodyIsNamed() {
    consumers = List.of();
    publish(0, ORDER);
    publish(60, RETYPED);

    assertEquals(List.of("OPENED orders-value"), said());
  }

  @Test
  void shouldPassOverAVersionThatArrivesLate() {
    publish(0, ORDER);
    publish(120, WIDER);
    publish(60, RETYPED);

    assertEquals(List.of(), said());
  }

  @Test
  void shouldTakeADeletedSubjectForABreak() {
    publish(0, ORDER);
    memory = DriftDetector.onSchema(memory, settings(), stale, event(60, "", true), signals::add);
    publish(120, ORDER);

    assertEquals(List.of("OPENED orders/load", "CLEARED orders/load"), said());
    assertEquals(SchemaChangeKind.SUBJECT_DELETED, signals.get(0).getChanges().get(0).getKind());
  }

  @Test
  void shouldTakeABreakOfTwoWeeksForWhatReadersKnow() {
    long later = Duration.ofDays(15).toSeconds();
    publish(0, ORDER);
    publish(60, RETYPED);
    publish(later, RETYPED);
    publish(later + 60, ORDER);

    assertEquals(
        List.of("OPENED orders/load", "REBASED orders/load", "OPENED orders/load"), said());
  }

  @Test
  void shouldForgetADeletedSubjectOnceReadersAreTakenToDoWithoutIt() {
    publish(0, ORDER);
    assertEquals(Instant.MAX, DriftDetector.forgetAt(memory));
    memory = DriftDetector.onSchema(memory, settings(), stale, event(60, "", true), signals::add);

    assertEquals(T0.plusSeconds(60).plus(Duration.ofDays(14)), DriftDetector.forgetAt(memory));
    DriftDetector.forget(memory, "shop", signals::add);
    assertEquals(List.of("OPENED orders/load", "REBASED orders/load"), said());
    assertEquals("shop", signals.get(1).getFleet());
  }

  @Test
  void shouldMarkWhatIsTooOldToActOn() {
    stale = true;
    publish(0, ORDER);
    publish(60, RETYPED);

    assertTrue(signals.get(0).getStale());
  }

  @Test
  void shouldCallAnEventStaleByTheFleetsLimit() {
    Subjects subjects = new Subjects(List.of());

    assertTrue(subjects.isStale(event(0, ORDER, false), T0.plus(Duration.ofMinutes(16))));
    assertTrue(!subjects.isStale(event(0, ORDER, false), T0.plus(Duration.ofMinutes(15))));
  }

  private void publish(long second, String definition) {
    SchemaEvent event = event(second, definition, false);
    memory = DriftDetector.onSchema(memory, settings(), stale, event, signals::add);
  }

  private SubjectSettings settings() {
    return new SubjectSettings("orders-value", List.of("orders/ingest"), consumers);
  }

  private List<String> said() {
    return signals.stream().map(s -> s.getTransition() + " " + s.getStage()).toList();
  }

  private static SchemaEvent event(long second, String definition, boolean deleted) {
    return SchemaEvent.newBuilder()
        .setFleet("shop")
        .setSubject("orders-value")
        .setAt(T0.plusSeconds(second))
        .setFormat(SchemaFormat.AVRO)
        .setDefinition(definition)
        .setDeleted(deleted)
        .build();
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[" + fields + "]}";
  }
}
