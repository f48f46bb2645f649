package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a stage counts as silent. */
class SilenceTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final Stage stage = new Stage();

  @Test
  void shouldNoticeAfterHalfAnHourThatAFiveMinuteSeriesStopped() {
    every(Duration.ofMinutes(5), DAY.multipliedBy(2));
    assertEquals(List.of(), stage.signals);

    stage.until(DAY.multipliedBy(3));
    assertEquals(List.of("OPENED PT48H30M"), stage.said(SignalKind.SILENCE));
    Signal silence = stage.signals.get(0);
    assertEquals(1800, silence.getObserved());
    assertEquals(300, silence.getExpected(), 1e-6);
  }

  @Test
  void shouldNoticeAfterSixHoursThatAnHourlySeriesStopped() {
    every(Duration.ofHours(1), DAY.multipliedBy(3));
    stage.until(DAY.multipliedBy(5));

    assertEquals(List.of("OPENED PT78H"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldNoticeInItsFirstMinutesThatAStageStopped() {
    every(Duration.ofSeconds(1), Duration.ofMinutes(1));
    stage.until(Duration.ofMinutes(2));

    assertEquals(List.of("OPENED PT1M6S"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldBeMistakenOnlyOnceAboutBurstsOfWhichNoRunIsReported() {
    for (int day = 0; day < 10; day++) {
      burst(DAY.multipliedBy(day));
    }
    assertEquals(List.of("OPENED PT35S", "CLEARED PT24H"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldSayNothingOfTheNightsOfADailyBatchAndNoticeThatItFailedToCome() {
    for (int day = 0; day < 10; day++) {
      stage.run(DAY.multipliedBy(day), RunState.STARTED, "");
      burst(DAY.multipliedBy(day).plusSeconds(1));
    }
    assertEquals(List.of(), stage.signals, "nor on its first night");

    stage.until(DAY.multipliedBy(14));
    assertEquals(1, stage.signals.size());
    Duration quiet =
        Duration.between(Stage.T0.plus(DAY.multipliedBy(9)), stage.signals.get(0).getAt());
    assertTrue(quiet.toHours() >= 36 && quiet.toHours() <= 48, quiet.toString());
  }

  @Test
  void shouldClearWhenTelemetryIsBack() {
    every(Duration.ofMinutes(5), DAY.multipliedBy(2));
    stage.measure("rows", Duration.ofHours(50), 1);

    assertEquals(List.of("OPENED PT48H30M", "CLEARED PT50H"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldNotTakeLateTelemetryForASignOfLife() {
    every(Duration.ofMinutes(5), DAY.multipliedBy(2));
    stage.until(Duration.ofHours(49)).measure("rows", Duration.ofHours(47), 1);

    assertEquals(List.of("OPENED PT48H30M"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldNotGetUsedToAnOutageAtOnce() {
    every(Duration.ofMinutes(5), DAY.multipliedBy(2));
    stage.measure("rows", DAY.multipliedBy(5), 1).until(DAY.multipliedBy(6));

    assertEquals(
        "OPENED PT121H", stage.said(SignalKind.SILENCE).get(2), "twice as patient, no more");
  }

  @Test
  void shouldGoByWhatIsDeclaredFromTheFirstTelemetryOn() {
    stage.silenceAfter(Duration.ofMinutes(10)).measure("rows", Duration.ZERO, 1).until(DAY);

    assertEquals(List.of("OPENED PT10M"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldStaySilentAboutAStageThatWasRetired() {
    stage.silenceAfter(Duration.ofMinutes(10));
    stage.measure("rows", Duration.ZERO, 1).retire(Duration.ofMinutes(5));
    stage.measure("rows", Duration.ofMinutes(4), 1).until(DAY.multipliedBy(30));

    assertEquals(List.of(), stage.signals);
    assertEquals(null, stage.state.memory(), "and forget it in the end");
  }

  @Test
  void shouldEndTheOpenSignalsOfARetiredStageWithoutAnAnswer() {
    stage.silenceAfter(Duration.ofMinutes(10));
    stage.measure("rows", Duration.ZERO, 1).until(Duration.ofHours(1)).retire(Duration.ofHours(2));

    assertEquals(List.of("OPENED PT10M", "RETIRED PT2H"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldWatchAStageAnewThatComesBackAfterItsRetirement() {
    stage.silenceAfter(Duration.ofMinutes(10)).outOfOrder(Duration.ofMinutes(1));
    stage.measure("rows", Duration.ZERO, 1).retire(Duration.ofMinutes(2));
    stage.measure("rows", Duration.ofHours(1), 1).until(Duration.ofHours(3));

    assertEquals(List.of("OPENED PT1H10M"), stage.said(SignalKind.SILENCE));
  }

  @Test
  void shouldMarkSilenceOfLongAgoAsStaleUntilTimeHasCaughtUp() {
    stage.silenceAfter(Duration.ofMinutes(10)).lag(Duration.ofHours(2));
    stage.measure("rows", Duration.ZERO, 1).until(Duration.ofMinutes(20));
    assertTrue(stage.signals.get(0).getStale());

    stage.lag(Duration.ZERO).until(Duration.ofHours(1));
    assertEquals(2, stage.signals.size());
    assertTrue(!stage.signals.get(1).getStale());
  }

  @Test
  void shouldForgetAStageThatWasSilentForTwoWeeks() {
    stage.silenceAfter(Duration.ofMinutes(10)).measure("rows", Duration.ZERO, 1);
    stage.until(DAY.multipliedBy(20));

    assertEquals(List.of("OPENED PT10M", "RETIRED PT336H"), stage.said(SignalKind.SILENCE));
    assertEquals(null, stage.state.memory());
  }

  private void every(Duration gap, Duration until) {
    for (Duration at = Duration.ZERO; at.compareTo(until) <= 0; at = at.plus(gap)) {
      stage.measure("rows", at, 1);
    }
  }

  private void burst(Duration from) {
    for (int i = 0; i < 30; i++) {
      stage.measure("rows", from.plusSeconds(i), 1);
    }
  }
}
