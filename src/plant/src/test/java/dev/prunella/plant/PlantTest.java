package dev.prunella.plant;

import static dev.prunella.plant.Trial.ORDERS;
import static dev.prunella.plant.Trial.times;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PipelineSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PlantTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TWO = Duration.ofHours(2);

  @Test
  void shouldShowEveryStageInTheOrderOfTime() {
    Trial trial = new Trial(Trial.SHOP, 1).until(HOUR);

    Instant last = Trial.T0;
    for (Telemetry telemetry : trial.telemetry) {
      assertTrue(!telemetry.getAt().isBefore(last));
      last = telemetry.getAt();
    }
    assertEquals(24, trial.telemetry.stream().map(Telemetry::getStage).distinct().count());
    assertEquals(6, trial.schemas.size());
    assertEquals(0, trial.telemetry.stream().filter(PlantTest::hasFailed).count());
  }

  private static boolean hasFailed(Telemetry telemetry) {
    return telemetry.getRun() != null && telemetry.getRun().getState() == RunState.FAILED;
  }

  @Test
  void shouldStarveWhatComesAfterAStageThatDoesNotDeliver() {
    Trial trial = new Trial(faulty("worker lost"), 1).until(TWO);

    double before = mean(trial.values("s3.pending_records", Duration.ofMinutes(30), HOUR));
    double after = mean(trial.values("s3.pending_records", Duration.ofMinutes(90), TWO));
    assertTrue(after > 5 * before, before + " -> " + after);
    double loaded = mean(trial.values("QueryDuration", Duration.ofMinutes(30), HOUR));
    double starved = mean(trial.values("QueryDuration", Duration.ofMinutes(90), TWO));
    assertTrue(starved < 0.6 * loaded, loaded + " -> " + starved);
  }

  @Test
  void shouldTakeOnLessWhileThrottled() {
    Trial trial = new Trial(ORDERS, 1).until(HOUR);
    trial.order(Action.THROTTLE, "orders/ingest", times(0.5)).until(TWO);

    Duration from = HOUR.plusMinutes(2);
    Duration to = HOUR.plusMinutes(12);
    double usual = mean(trial.values("CDCThroughputRowsTarget", Duration.ZERO, HOUR));
    double throttled = mean(trial.values("CDCThroughputRowsTarget", from, to));
    assertEquals(0.5, throttled / usual, 0.1);
    assertTrue(mean(trial.values("CDCLatencySource", from, to)) > 60);
  }

  @Test
  void shouldDeliverNothingWhileItRestartsAndDoWorkAgainAfterwards() {
    Trial trial = new Trial(ORDERS, 1).until(HOUR);
    trial.order(Action.RESTART, "orders/ingest").until(TWO);

    Deed deed = trial.plant.deeds().get(0);
    Duration down = Duration.between(deed.startedAt(), deed.finishedAt());
    assertTrue(down.compareTo(Duration.ofSeconds(60)) >= 0, "took " + down);
    double[] meanwhile =
        trial.values("CDCThroughputRowsTarget", HOUR.plusSeconds(1), HOUR.plus(down));
    assertTrue(meanwhile.length > 0);
    assertEquals(0, DoubleStream.of(meanwhile).max().orElseThrow());
    double[] latency = trial.values("CDCLatencySource", HOUR, HOUR.plus(down).plusSeconds(60));
    assertTrue(DoubleStream.of(latency).max().orElseThrow() > 30);
  }

  @Test
  void shouldThrowAwayTheRunThatARestartInterrupts() {
    Trial trial = new Trial(ORDERS, 1).until(HOUR);
    Duration now = HOUR;
    while (trial.runs("orders/transform", RunState.STARTED, HOUR, now) == 0) {
      now = now.plusSeconds(30);
      trial.until(now);
    }
    trial.order(Action.RESTART, "orders/transform").until(TWO);

    assertEquals(1, trial.runs("orders/transform", RunState.ABORTED, HOUR, TWO));
    assertTrue(trial.runs("orders/transform", RunState.SUCCEEDED, HOUR, TWO) > 10);
  }

  @Test
  void shouldMakeAnOverloadWorseByTryingAgain() {
    Trial left = new Trial(faulty("outgrown memory"), 1).until(HOUR.plusMinutes(5));
    Trial retried = new Trial(faulty("outgrown memory"), 1).until(HOUR.plusMinutes(5));
    for (int i = 0; i < 5; i++) {
      retried.order(Action.RETRY_WITH_BACKOFF, "orders/transform");
    }
    retried.until(TWO);
    left.until(TWO);

    assertTrue(
        retried.plant.deeds().stream().anyMatch(deed -> deed.effect() == Effect.WORSENS),
        "none of five tries did harm");
    assertEquals(0, retried.runs("orders/transform", RunState.SUCCEEDED, HOUR.plusMinutes(8), TWO));
    assertTrue(
        retried.plant.balance("orders").delivered() <= left.plant.balance("orders").delivered());
  }

  @Test
  void shouldNotActTwiceOnTheSameCommandId() {
    Trial trial = new Trial(ORDERS, 1).until(HOUR);
    var command = trial.command("c", Action.RESTART, "orders/ingest");
    trial.order(command).order(command).until(HOUR.plusMinutes(10));
    trial.order(command).until(TWO);

    assertEquals(1, trial.plant.deeds().size());
    assertEquals(3, trial.outcomes.size(), "everybody who asked is answered");
    assertEquals(1, trial.outcomes.stream().distinct().count());
    assertTrue(
        DoubleStream.of(trial.values("CDCThroughputRowsTarget", HOUR.plusMinutes(10), TWO))
                .min()
                .orElseThrow()
            > 0);
  }

  @Test
  void shouldFailACommandForAStageThatItDoesNotHave() {
    Trial trial = new Trial(ORDERS, 1).until(HOUR);
    trial.order(Action.RESTART, "nowhere/ingest").until(TWO);

    assertEquals(OutcomeStatus.FAILED, trial.outcomes.get(0).getStatus());
  }

  @Test
  void shouldLetAPersonRepairSomeTimeAfterAPage() {
    Trial trial = new Trial(faulty("worker lost"), 1).until(HOUR.plusMinutes(10));
    trial.order(Action.PAGE_HUMAN, "orders/load").until(Duration.ofHours(4));

    Outcome paged = trial.outcomes.get(0);
    assertEquals(OutcomeStatus.SUCCEEDED, paged.getStatus());
    assertEquals("c1", paged.getCommandId());
    Outcome repaired = trial.outcomes.get(1);
    assertEquals("person", repaired.getActor());
    assertEquals("", repaired.getCommandId());
    assertEquals("orders/transform", repaired.getStage());
    assertEquals(Action.RESTART, repaired.getAction());
    Duration took = Duration.between(paged.getAt(), repaired.getAt());
    assertTrue(took.toMinutes() >= 15 && took.toMinutes() <= 90, "took " + took);
    assertEquals("person", trial.only().healer());
    assertTrue(trial.only().recoveredAt().isPresent());
    assertTrue(
        trial.telemetry.stream()
            .filter(t -> t.getKind() == TelemetryKind.CHANGE)
            .anyMatch(t -> t.getChange().getActor().equals("person")));
  }

  @Test
  void shouldBeRepairedLateByPeopleWhomNobodyCalled() {
    Trial trial = new Trial(faulty("worker lost"), 1).until(Duration.ofHours(4));

    assertEquals("person", trial.only().healer());
    Duration took =
        Duration.between(trial.only().startedAt(), trial.only().healedAt().orElseThrow());
    assertTrue(took.toMinutes() >= 75 && took.toMinutes() <= 150, "took " + took);
    assertEquals("person", trial.outcomes.get(0).getActor());
  }

  @Test
  void shouldLiveThroughABurstOnceItIsScaledOut() {
    Scenario burst =
        Trial.orders(
            PlannedFault.of("burst of arrivals", "orders", HOUR).shownAs(ErrorType.BACKLOG));
    Trial trial = new Trial(burst, 1).until(HOUR.plusMinutes(3));
    for (int tries = 0; trial.only().healedAt().isEmpty(); tries++) {
      assertTrue(tries < 10, "more of it is what heals it");
      trial.order(Action.SCALE_OUT, "orders/ingest", times(2));
      trial.until(Duration.between(Trial.T0, trial.plant.now().plusSeconds(300)));
    }
    Duration healed = Duration.between(Trial.T0, trial.plant.now());
    trial.until(healed.plusMinutes(15));

    assertTrue(trial.only().recoveredAt().isPresent());
    double[] rate =
        trial.values("CDCThroughputRowsTarget", healed.plusMinutes(10), healed.plusMinutes(15));
    double usual = mean(trial.values("CDCThroughputRowsTarget", Duration.ZERO, HOUR));
    assertTrue(mean(rate) > 1.3 * usual, "the burst goes on, and is taken");
  }

  @Test
  void shouldRefuseAFaultAtAStageWhereItCannotBegin() {
    Scenario locks =
        Trial.ORDERS
            .withPipelines(
                PipelineSpec.usual("orders").withStages(StageSpec.of("ingest", StageKind.INGEST)))
            .withFaults(
                FaultSpec.NONE.withPlanned(PlannedFault.of("lock contention", "orders", HOUR)));

    Exception refused = assertThrows(IllegalArgumentException.class, () -> new Plant(locks, 1));
    assertTrue(refused.getMessage().contains("lock contention"));
  }

  /** At the transform, seen as a timeout. */
  private static Scenario faulty(String fault) {
    return Trial.orders(
        PlannedFault.of(fault, "orders", HOUR).at("transform").shownAs(ErrorType.TIMEOUT));
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }
}
