package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories of a fault and what was done about it: when has the stage recovered, and when not? */
class RecoveryTest {
  private static final SloBound SLO = new SloBound("latency", null, 250.0, ErrorType.TIMEOUT);

  /** Days after which the load of the day is known, and what was before is forgotten. */
  private static final int LEARNING = 12;

  private final Shift shift = new Shift(1);
  private final Stage stage = shift.stage;

  /** The load of the day is known, then latency triples for half an hour. */
  private Duration fault() {
    shift.days(LEARNING);
    Duration since = shift.now();
    shift.latency(300).minutes(30);
    assertTrue(anyOpen(), "the fault is seen");
    return since;
  }

  @Test
  void shouldRecoverFromAFaultThatHealsByItself() {
    Duration since = fault();
    Duration healed = shift.now();
    shift.latency(100).minutes(60);

    Duration recovered = stage.recovered(since, shift.now());
    assertNotNull(recovered);
    assertTrue(recovered.minus(healed).toMinutes() <= 16, recovered.minus(healed).toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSayWhenAllWasWellAgainThoughItIsCertainOnlyLater(boolean bounded) {
    if (bounded) {
      stage.slo(SLO);
    }
    fault();
    Instant healed = Stage.T0.plus(shift.now());
    shift.latency(100).minutes(60);

    List<Signal> cleared =
        stage.signals.stream()
            .filter(s -> s.getTransition() == Transition.CLEARED && s.getAt().isAfter(healed))
            .toList();
    assertFalse(cleared.isEmpty());
    for (Signal signal : cleared) {
      Instant well = signal.getWellSince();
      assertTrue(
          !well.isBefore(healed) && !well.isAfter(healed.plusSeconds(300)),
          "healed at " + healed + ", well since " + well);
      assertTrue(well.isBefore(signal.getAt()));
    }
  }

  @Test
  void shouldNotRecoverWhenTelemetryStopsAfterTheAction() {
    Duration since = fault();
    shift.latency(100).minutes(13);
    assertFalse(anyOpen(), "all is clear, and held");
    stage.until(shift.now().plusHours(5));

    assertNull(stage.recovered(since, shift.now().plusHours(5)));
    assertEquals(1, stage.said(SignalKind.SILENCE).size(), "one silence is enough");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.3, 0.5, 1})
  void shouldNotRecoverWhenTheActionPausesTheStage(double noise) {
    shift.noise(noise);
    Duration since = fault();
    shift.latency(20).delivers(0).minutes(6 * 60);
    assertNull(stage.recovered(since, shift.now()));

    shift.latency(100).delivers(1).minutes(120);
    assertNotNull(stage.recovered(since, shift.now()), "it works again");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.2, 0.3})
  void shouldNotRecoverWhenTheActionThrottlesTheStageToHalf(double noise) {
    shift.noise(noise);
    Duration since = fault();
    shift.latency(100).delivers(0.5).minutes(6 * 60);
    assertNull(stage.recovered(since, shift.now()));

    shift.delivers(1).minutes(180);
    assertNotNull(stage.recovered(since, shift.now()), "all of it again");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void shouldNotRecoverWhenAPauseFollowsOnTheBreachOfABoundThatClearsSoon(double noise) {
    shift.noise(noise);
    stage.slo(SLO);
    Duration since = fault();
    shift.latency(20).delivers(0).minutes(6 * 60);

    assertNull(stage.recovered(since, shift.now()));
  }

  @Test
  void shouldNotRecoverWhenAQueueIsDrainedBeforeThePauseShows() {
    Duration since = fault();
    shift.latency(100).delivers(1.5).minutes(8).delivers(0).minutes(6 * 60);

    assertNull(stage.recovered(since, shift.now()));
  }

  @Test
  void shouldNotRecoverWhenOnlyTheDeliveryIsNoLongerReported() {
    Duration since = fault();
    shift.latency(100).sends(true, false).minutes(6 * 60);
    assertNull(stage.recovered(since, shift.now()));
    Signal missing = stage.signals.get(stage.signals.size() - 1);
    assertTrue(
        stage.signals.stream()
            .anyMatch(s -> s.getKind() == SignalKind.SILENCE && s.getSubject().equals("rows_out")),
        missing.toString());

    shift.sends(true, true).minutes(60);
    assertNotNull(stage.recovered(since, shift.now()));
  }

  @Test
  void shouldEndWithoutRecoveryWhenTheDeliveryIsNotReportedAnyMoreForADay() {
    fault();
    shift.latency(100).sends(true, false).days(2);

    assertEquals(
        List.of(Transition.OPENED, Transition.REBASED),
        stage.signals.stream()
            .filter(s -> s.getKind() == SignalKind.SILENCE)
            .map(Signal::getTransition)
            .toList());
    assertFalse(anyOpen());
  }

  @Test
  void shouldSayWhatIsDeliveredAndWhatIsUsual() {
    shift.noise(0.5);
    fault();
    shift.latency(100).delivers(0.5).minutes(120);

    Signal low =
        stage.signals.stream()
            .filter(s -> s.getEvidence().equals("delivery"))
            .findFirst()
            .orElseThrow();
    assertEquals(SignalKind.ANOMALY, low.getKind());
    assertEquals("rows_out", low.getSubject());
    assertEquals(-1, low.getDirection());
    assertTrue(low.getObserved() < low.getLower() && low.getLower() < low.getExpected());
    assertTrue(low.getScore() > 0.2 && low.getScore() <= 1, low.toString());
  }

  @Test
  void shouldNotGetUsedToAFaultOfTwelveHours() {
    shift.days(LEARNING);
    Duration since = shift.now();
    shift.latency(300).delivers(0.5).minutes(12 * 60);
    assertTrue(isOpen("latency") && isOpen("rows_out"));

    Duration healed = shift.now();
    shift.latency(100).minutes(4 * 60);
    assertNull(stage.recovered(since, shift.now()), "half of the rows is still not usual");
    shift.delivers(1).minutes(60);
    assertNotNull(stage.recovered(since, shift.now()));
    assertEquals(
        List.of(),
        stage.signals.stream()
            .filter(s -> s.getOpenedAt().isAfter(Stage.T0.plus(healed)))
            .filter(s -> s.getDirection() > 0)
            .toList(),
        "what was usual before is usual again");
  }

  @Test
  void shouldNotClearOnAFaultThatCreepsBackHalfWay() {
    Duration since = fault();
    for (double latency = 300; latency > 170; latency -= 0.5) {
      shift.latency(latency).minutes(5);
    }
    assertTrue(isOpen("latency"));
    assertNull(stage.recovered(since, shift.now()));
  }

  @Test
  void shouldNotLearnFromAFaultThatOnlyTheBoundTells() {
    stage.slo(new SloBound("latency", null, 105.0, ErrorType.TIMEOUT));
    shift.days(4);
    stage.slo(new SloBound("latency", null, 60.0, ErrorType.TIMEOUT));
    shift.minutes(10);
    assertTrue(stage.state.memory().open(SignalKind.SLO_BURN, "latency") != null);
    double before = stage.state.metric("latency").series.expected();
    shift.latency(108).minutes(12 * 60);

    assertEquals(before, stage.state.metric("latency").series.expected(), 1e-9);
  }

  @Test
  void shouldTakeTheNextSuccessOfADailyBatchForItsRecovery() {
    batch(0, 20);
    Duration failed = Duration.ofDays(20);
    stage.run(failed, RunState.STARTED, "").run(failed.plusMinutes(10), RunState.FAILED, "broken");
    assertTrue(anyOpen());
    stage.until(failed.plusHours(23));
    assertTrue(anyOpen(), "no day passes by itself");

    batch(21, 22);
    List<Signal> failures =
        stage.signals.stream().filter(s -> s.getKind() == SignalKind.FAILURE).toList();
    Signal cleared = failures.get(failures.size() - 1);
    assertEquals(Transition.CLEARED, cleared.getTransition());
    assertEquals(0, cleared.getSilentAfterMillis(), "the run is all the evidence there is");
    Duration recovered = stage.recovered(failed, Duration.ofDays(22));
    assertEquals(Duration.ofDays(21).plusMinutes(15), recovered);
  }

  @Test
  void shouldNotTakeTheQuietOfADailyBatchForARecovery() {
    stage.slo(new SloBound("duration", null, 900.0, ErrorType.TIMEOUT));
    batch(0, 20);
    for (int day = 20; day < 22; day++) {
      stage.measure("duration", Duration.ofDays(day).plusMinutes(30), 1800);
    }
    assertTrue(anyOpen());
    stage.until(Duration.ofDays(26));
    assertTrue(anyOpen());
    assertNull(stage.recovered(Duration.ofDays(20), Duration.ofDays(26)));
  }

  @Test
  void shouldSayOnClearedSignalsAfterHowLongSilenceIsTold() {
    fault();
    shift.latency(100).minutes(30);
    Signal cleared = stage.signals.get(stage.signals.size() - 1);

    assertEquals(Transition.CLEARED, cleared.getTransition());
    assertEquals(180, cleared.getSilentAfterMillis() / 1000.0, 10, "six usual gaps");

    stage.silenceAfter(Duration.ofMinutes(20));
    shift.latency(300).minutes(30).latency(100).minutes(30);
    cleared = stage.signals.get(stage.signals.size() - 1);
    assertEquals(Duration.ofMinutes(20).toMillis(), cleared.getSilentAfterMillis());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldNotMissDeliveryInNormalOperation(long seed) {
    Shift normal = new Shift(seed).noise(0.05 + 0.035 * seed).days(LEARNING);
    Duration since = normal.now();
    normal.days(8);

    assertEquals(0, missed(normal, since));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldRarelyMissDeliveryEvenUnderSuspicionThatLastsForAWeek(long seed) {
    Shift normal = new Shift(seed).noise(0.05 + 0.035 * seed).days(LEARNING);
    Duration since = normal.now();
    normal.stage.alert(since, true);
    normal.days(7);

    assertTrue(missed(normal, since) <= 1, "in 20,000 points");
  }

  private static long missed(Shift shift, Duration since) {
    return shift.stage.signals.stream()
        .filter(s -> s.getEvidence().equals("delivery"))
        .filter(s -> s.getTransition() == Transition.OPENED)
        .filter(s -> s.getOpenedAt().isAfter(Stage.T0.plus(since)))
        .count();
  }

  private void batch(int from, int to) {
    for (int day = from; day < to; day++) {
      Duration at = Duration.ofDays(day);
      stage.run(at, RunState.STARTED, "");
      stage.measure("rows_loaded", at.plusMinutes(5), 1000 + day % 3);
      stage.measure("duration", at.plusMinutes(9), 600 + day % 5);
      stage.run(at.plusMinutes(10), RunState.SUCCEEDED, "");
    }
  }

  private boolean anyOpen() {
    return !stage.state.memory().open.isEmpty();
  }

  private boolean isOpen(String metric) {
    return stage.state.memory().open(SignalKind.ANOMALY, metric) != null;
  }
}
