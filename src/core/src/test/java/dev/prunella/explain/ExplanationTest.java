package dev.prunella.explain;

import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static dev.prunella.Signals.of;
import static dev.prunella.Signals.slow;
import static dev.prunella.Signals.then;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.Signals;
import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaChangeKind;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Every kind of signal and every ending, in the words that people read. */
class ExplanationTest {
  private static final String LOAD = "orders/load";
  private static final String BEGAN =
      " It began at orders/load; it looks like TIMEOUT (confidence 0.75).";

  @Test
  void shouldTellAnAnomaly() {
    assertTells(
        "Latency of orders/load was 300 ms at 2025-06-02 10:00:00 UTC; about 100 ms was expected"
            + " and 80 ms to 120 ms is usual (score 0.9).",
        slow(LOAD, 0));
  }

  @Test
  void shouldTellWhatManyValuesAddUpTo() {
    assertTells(
        "Latency of orders/load stayed above what is usual up to 2025-06-02 10:00:00 UTC, when it"
            + " was 300 ms; about 100 ms was expected and 80 ms to 120 ms is usual (score 0.9).",
        Signal.newBuilder(slow(LOAD, 0)).setEvidence("shift").setDirection(1).build());
    assertTells(
        "Latency of orders/load drifted below what is usual up to 2025-06-02 10:00:00 UTC, when it"
            + " was 300 ms; about 100 ms was expected and 80 ms to 120 ms is usual (score 0.9).",
        Signal.newBuilder(slow(LOAD, 0)).setEvidence("drift").setDirection(-1).build());
  }

  @Test
  void shouldTellWhatAnAnomalyThatIsOverHadBeen() {
    assertTells(
        "Latency of orders/load was 300 ms at 2025-06-02 10:00:00 UTC; about 100 ms was expected"
            + " and 80 ms to 120 ms is usual (score 0.9). That ended at 2025-06-02 10:05:00 UTC.",
        cleared(slow(LOAD, 0), 300));
  }

  @Test
  void shouldTellAFailedRunInOneLine() {
    assertTells(
        "Run of orders/load failed at 2025-06-02 10:00:00 UTC: \"timed out after 30 s\".",
        failure(LOAD, 0, "timed out\n\tafter 30 s"));
  }

  @Test
  void shouldTellAnAlert() {
    assertTells(
        "Alert LagHigh fired for orders/load at 2025-06-02 10:00:00 UTC: \"lag is high\".",
        of(LOAD, SignalKind.FAILURE, "alert LagHigh", 0)
            .setEvidence("alert")
            .setDetail("lag is high")
            .build());
  }

  @Test
  void shouldTellSilence() {
    Signal.Builder silence = of(LOAD, SignalKind.SILENCE, "telemetry", 0).setObserved(1800);

    assertTells(
        "orders/load was silent: by 2025-06-02 10:00:00 UTC it had sent nothing for 30 min.",
        Signal.newBuilder(silence.build()).setObserved(1800).build());
    assertTells(
        "orders/load was silent: by 2025-06-02 10:00:00 UTC it had sent nothing for 30 min, where"
            + " something comes every 5 min.",
        silence.setExpected(300).build());
  }

  @Test
  void shouldTellThatTooLittleIsDelivered() {
    assertTells(
        "Rows_out of orders/load averaged 120 up to 2025-06-02 10:00:00 UTC, less than a stage at"
            + " work delivers: 500 is usual (at least 350).",
        of(LOAD, SignalKind.ANOMALY, "rows_out", 0)
            .setEvidence("delivery")
            .setObserved(120)
            .setExpected(500)
            .setLower(350.0)
            .build());
    assertTells(
        "Rows_out of orders/load was missing: by 2025-06-02 10:00:00 UTC nothing had been measured"
            + " for 3 min, where something comes every 30 s.",
        of(LOAD, SignalKind.SILENCE, "rows_out", 0)
            .setEvidence("delivery")
            .setObserved(180)
            .setExpected(30)
            .build());
  }

  @Test
  void shouldTellABreachOfTheSlo() {
    assertTells(
        "Rows of orders/load was 5 at 2025-06-02 10:00:00 UTC, outside what its SLO permits (at"
            + " least 10).",
        of(LOAD, SignalKind.SLO_BURN, "rows", 0).setObserved(5).setLower(10.0).build());
  }

  @Test
  void shouldTellAChangeOfASchema() {
    SchemaChange retyped =
        new SchemaChange(SchemaChangeKind.RETYPED, "id", "long", "string", Compatibility.BREAKING);
    SchemaChange removed =
        new SchemaChange(SchemaChangeKind.REMOVED, "note", "string", "", Compatibility.BACKWARD);
    Signal drift =
        of(LOAD, SignalKind.SCHEMA_DRIFT, "orders-value", 0)
            .setChanges(List.of(retyped, removed))
            .build();

    assertTells(
        "The schema of orders-value, which orders/load depends on, changed at 2025-06-02 10:00:00"
            + " UTC: id was retyped from long to string, note was removed (string).",
        drift);
    assertTells(
        "The schema of orders-value, which orders/load depends on, could not be read from"
            + " 2025-06-02 10:00:00 UTC on. That ended at 2025-06-02 10:05:00 UTC.",
        cleared(drift, 300));
  }

  @Test
  void shouldCountTheSignalsThatItDoesNotTell() {
    Signal[] four = new Signal[4];
    for (int i = 0; i < four.length; i++) {
      four[i] = Signal.newBuilder(slow(LOAD, 0)).setSubject("m" + i).build();
    }
    assertTrue(told(four).contains(" 1 more signal belongs to it; in all they touch orders/load."));
  }

  @Test
  void shouldTellEachEnding() {
    Signal slow = slow(LOAD, 0);
    assertEquals(
        "It recovered: all values have been back since 2025-06-02 10:05:00 UTC. It lasted 10"
            + " min.",
        ending(IncidentStatus.RECOVERED, cleared(slow, 300), ""));
    assertEquals(
        "It ended after 10 min without a recovery: what was strange has become the new normal.",
        ending(IncidentStatus.CENSORED, then(slow, Transition.REBASED, 300), ""));
    assertEquals(
        "It ended after 10 min; whether it recovered is not known.",
        ending(IncidentStatus.CENSORED, then(slow, Transition.RETIRED, 300), ""));
    assertEquals(
        "It was closed after 10 min while not every signal was clear; whether it recovered is not"
            + " known.",
        ending(IncidentStatus.CENSORED, slow, ""));
    assertEquals(
        "It is part of incident 0123456789abcdef.",
        ending(IncidentStatus.CENSORED, slow, "0123456789abcdef"));
  }

  @Test
  void shouldTellNumbersAsPeopleReadThem() {
    double[] values = {
      0, -0.0, 1, -2.5, 0.1 + 0.2, 99.99, 1234567.8, 1e12, 1.5e-7, Double.NaN, 1 / 0.0
    };
    List<String> told =
        List.of(
            "0",
            "0",
            "1",
            "-2.5",
            "0.3",
            "99.99",
            "1234568",
            "1.00e+12",
            "1.50e-07",
            "unknown",
            "unknown");
    for (int i = 0; i < values.length; i++) {
      assertEquals(told.get(i), Quantities.number(values[i]));
    }
  }

  @Test
  void shouldTellSpansInTheLargestUnitOfWhichThereAreTwo() {
    assertEquals("90 s", Quantities.span(90));
    assertEquals("2 min", Quantities.span(120));
    assertEquals("2 h", Quantities.span(7200));
    assertEquals("2 days", Quantities.span(2 * 86_400));
    assertEquals("an unknown time", Quantities.span(Double.NaN));
  }

  @Test
  void shouldTellTheSameOnEveryMachine() {
    String here = told(slow(LOAD, 0));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(here, told(slow(LOAD, 0)));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void assertTells(String sentence, Signal signal) {
    assertEquals(sentence + BEGAN, told(signal));
  }

  private static String told(Signal... signals) {
    return Explanation.of(incident(signals).build(), null);
  }

  private static String ending(IncidentStatus status, Signal signal, String mergedInto) {
    Incident incident =
        incident(signal)
            .setStatus(status)
            .setClosedAt(Signals.at(600))
            .setClearSince(status == IncidentStatus.RECOVERED ? Signals.at(300) : null)
            .setMergedInto(mergedInto)
            .build();
    String told = Explanation.of(incident, null);
    return told.substring(told.indexOf(BEGAN) + BEGAN.length() + 1);
  }

  private static Incident.Builder incident(Signal... signals) {
    return Incident.newBuilder()
        .setId("fedcba9876543210")
        .setFleet("shop")
        .setVersion(1)
        .setStatus(IncidentStatus.OPEN)
        .setRootStage(LOAD)
        .setStages(List.of(LOAD))
        .setErrorType(ErrorType.TIMEOUT)
        .setConfidence(0.75)
        .setOpenedAt(Signals.T0)
        .setUpdatedAt(Signals.T0)
        .setEvidence(List.of(signals))
        .setExplanation("");
  }
}
