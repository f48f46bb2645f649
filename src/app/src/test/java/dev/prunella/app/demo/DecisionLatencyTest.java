package dev.prunella.app.demo;

import static dev.prunella.app.demo.Records.decision;
import static dev.prunella.app.demo.Records.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.DecisionKind;
import org.junit.jupiter.api.Test;

class DecisionLatencyTest {

  private final DecisionLatency latency = new DecisionLatency();

  @Test
  void shouldCountFromTheFirstClockRecordAfterTheDecisionsTime() {
    latency.onClock(minute(1), 1000);
    latency.onClock(minute(2), 2000);
    latency.onClock(minute(3), 3000);
    latency.onDecision(decision(1, DecisionKind.DECIDED, 1.5), 2070);
    latency.onDecision(decision(2, DecisionKind.DECIDED, 2), 3300);

    assertEquals(new DecisionLatency.Percentiles(70L, 300L), latency.since(minute(0)));
  }

  @Test
  void shouldLeaveOutCreditsAndWhatWasDecidedBefore() {
    latency.onClock(minute(2), 2000);
    latency.onDecision(decision(1, DecisionKind.DECIDED, 0.5), 9000);
    latency.onDecision(decision(2, DecisionKind.CREDITED, 1.5), 9000);

    assertEquals(new DecisionLatency.Percentiles(null, null), latency.since(minute(1)));
  }

  @Test
  void shouldTakePercentilesByNearestRank() {
    latency.onClock(minute(1), 0);
    for (int i = 1; i <= 100; i++) {
      latency.onDecision(decision(i, DecisionKind.DECIDED, 0), i);
    }

    assertEquals(new DecisionLatency.Percentiles(50L, 99L), latency.since(minute(0)));
  }
}
