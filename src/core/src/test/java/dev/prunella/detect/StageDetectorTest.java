package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failed runs, alerts and SLO bounds; telemetry that is late, doubled or old. */
class StageDetectorTest {
  private static final SloBound BOUND = new SloBound("latency", null, 100.0, ErrorType.BACKLOG);

  private final Stage stage = new Stage();

  @Test
  void shouldTellAFailedRunAndThatTheNextOneSucceeded() {
    stage.run(minutes(1), RunState.STARTED, "");
    stage.run(minutes(2), RunState.FAILED, "out of memory");
    stage.run(minutes(3), RunState.FAILED, "out of memory");
    stage.run(minutes(4), RunState.SUCCEEDED, "");

    assertEquals(
        List.of("OPENED PT2M", "UPDATED PT3M", "CLEARED PT4M"), stage.said(SignalKind.FAILURE));
    assertEquals("out of memory", stage.signals.get(0).getDetail());
  }

  @Test
  void shouldNotLetALateOrDoubledRunChangeWhatIsKnown() {
    stage.run(minutes(5), RunState.FAILED, "timed out");
    stage.run(minutes(5), RunState.FAILED, "timed out");
    stage.run(minutes(3), RunState.SUCCEEDED, "");
    assertEquals(List.of("OPENED PT5M"), stage.said(SignalKind.FAILURE));

    stage.run(minutes(7), RunState.SUCCEEDED, "").run(minutes(6), RunState.FAILED, "timed out");
    assertEquals(List.of("OPENED PT5M", "CLEARED PT7M"), stage.said(SignalKind.FAILURE));
  }

  @Test
  void shouldNotFailForALateRunOfAStageThatIsWell() {
    stage.run(minutes(5), RunState.SUCCEEDED, "").run(minutes(4), RunState.FAILED, "timed out");

    assertEquals(List.of(), stage.signals);
  }

  @Test
  void shouldFollowAnAlertOfAnotherSystem() {
    stage.alert(minutes(1), true).alert(minutes(2), true).alert(minutes(3), false);
    stage.alert(minutes(2), true);

    assertEquals(List.of("OPENED PT1M", "CLEARED PT3M"), stage.said(SignalKind.FAILURE));
    assertEquals("alert LagHigh", stage.signals.get(0).getSubject());
  }

  @Test
  void shouldTellABreachOfTheBoundAfterTwoValuesAndItsEndAfterThree() {
    stage.slo(BOUND);
    double[] values = {50, 150, 50, 150, 160, 50, 50, 50};
    for (int i = 0; i < values.length; i++) {
      stage.measure("latency", minutes(i), values[i]);
    }

    assertEquals(List.of("OPENED PT4M", "CLEARED PT7M"), stage.said(SignalKind.SLO_BURN));
    Signal opened = stage.signals.get(0);
    assertEquals(160, opened.getObserved());
    assertEquals(100, opened.getExpected());
    assertEquals(ErrorType.BACKLOG, opened.getHint());
  }

  @Test
  void shouldNotCountOneValueTwice() {
    stage.slo(BOUND).measure("latency", minutes(1), 150).measure("latency", minutes(1), 150);
    stage.measure("latency", minutes(0), 150);

    assertEquals(List.of(), stage.said(SignalKind.SLO_BURN));
  }

  @Test
  void shouldMeasureAgainstTheEndOfTheBandThatWasLeft() {
    stage.slo(new SloBound("rows", 10.0, 100.0, ErrorType.UNKNOWN));
    stage.measure("rows", minutes(1), 2).measure("rows", minutes(2), 2);

    assertEquals(10, stage.signals.get(0).getExpected());
  }

  @Test
  void shouldEndABreachWhoseBoundWasTakenBack() {
    stage.slo(BOUND).measure("latency", minutes(1), 150).measure("latency", minutes(2), 150);
    stage.slo().measure("latency", minutes(3), 150);
    assertEquals(List.of("OPENED PT2M", "REBASED PT3M"), stage.said(SignalKind.SLO_BURN));

    stage.slo(BOUND).measure("latency", minutes(4), 150);
    assertEquals(2, stage.said(SignalKind.SLO_BURN).size(), "one value may be noise again");
  }

  @Test
  void shouldMarkWhatWasOldOnArrivalAndSaySoOnceItIsFresh() {
    stage.slo(BOUND).lag(Duration.ofHours(2));
    stage.measure("latency", minutes(1), 150).measure("latency", minutes(2), 150);
    assertTrue(stage.signals.get(0).getStale());

    stage.lag(Duration.ZERO);
    stage.measure("latency", minutes(200), 150).measure("latency", minutes(201), 150);
    assertEquals(List.of("OPENED PT2M", "UPDATED PT3H20M"), stage.said(SignalKind.SLO_BURN));
    assertTrue(!stage.signals.get(1).getStale());
  }

  @Test
  void shouldPutInOrderWhatMayArriveOutOfOrder() {
    stage.outOfOrder(minutes(5));
    stage.run(minutes(3), RunState.SUCCEEDED, "").run(minutes(2), RunState.FAILED, "timed out");
    stage.until(minutes(20));

    assertEquals(List.of("OPENED PT2M", "CLEARED PT3M"), stage.said(SignalKind.FAILURE));
  }

  @Test
  void shouldShortenTheWordsOfOthers() {
    stage.run(minutes(1), RunState.FAILED, "x".repeat(5000));

    assertEquals(500, stage.signals.get(0).getDetail().length());
  }

  @Test
  void shouldCountTheMetricsThatAreTooManyToFollow() {
    for (int i = 0; i < Metrics.MOST + 3; i++) {
      stage.measure("metric" + i, Duration.ofSeconds(i), 1);
    }

    assertEquals(3, stage.state.memory().overflow());
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
