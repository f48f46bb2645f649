package dev.prunella.plant;

import static dev.prunella.plant.Trial.T0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.LoadSpec;
import dev.prunella.plant.scenario.Peak;
import dev.prunella.plant.scenario.PipelineSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.ResourceSpec;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.scenario.TelemetrySpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever goes wrong and whatever is done about it. */
class PlantPropertyTest {
  private static final Duration DAY = Duration.ofHours(24);

  /** Fan-out, fan-in, streams and batches, shared resources, peaks, and all goes wrong. */
  private static Scenario eventful() {
    PipelineSpec graph =
        PipelineSpec.usual("graph")
            .withStages(
                StageSpec.of("schedule", StageKind.ORCHESTRATE),
                StageSpec.of("ingest", StageKind.INGEST),
                StageSpec.of("clicks", StageKind.STREAM),
                StageSpec.of("split", StageKind.STREAM, "ingest").on("pool"),
                StageSpec.of("left", StageKind.TRANSFORM, "split", "schedule").on("pool"),
                StageSpec.of("right", StageKind.TRANSFORM, "split", "clicks")
                    .on("pool")
                    .harmedBy(Action.RESTART),
                StageSpec.of("load", StageKind.LOAD, "left", "right").on("warehouse"),
                StageSpec.of("serve", StageKind.SERVE, "right"));
    Peak peak =
        new Peak(Duration.ofHours(6), Duration.ofHours(2), Duration.ofHours(1), Range.of(1.5, 3));
    return Scenario.of("eventful")
        .withFleet("shop")
        .withStart(T0)
        .withWarmUp(Duration.ZERO)
        .withPipelines(
            List.of(graph, PipelineSpec.usual("orders")),
            List.of(
                new ResourceSpec("pool", Range.of(1.2, 2)),
                new ResourceSpec("warehouse", Range.of(0.9, 1.5))))
        .withLoad(new LoadSpec(Range.of(0.2), 0.5, List.of(peak)))
        .withTelemetry(new TelemetrySpec(1, 0.02, 0.01, 0.02, Duration.ofMinutes(1), 0.01, true))
        .withFaults(
            new FaultSpec(
                Duration.ofMinutes(40),
                List.of(),
                Duration.ofMinutes(60),
                Range.of(1, 2),
                0.3,
                0.5,
                List.of()));
  }

  @Property(tries = 15)
  void shouldKeepEveryRecordOfEveryStage(@ForAll long seed) {
    Trial trial = new Trial(eventful(), seed);
    Random random = new Random(seed);
    long arrived = 0;
    for (Duration time = Duration.ZERO; time.compareTo(DAY) < 0; ) {
      time = time.plusMinutes(1 + random.nextInt(60));
      orderSomething(trial, random);
      trial.until(time);
      for (PipelineSpec pipeline : eventful().pipelines()) {
        Balance balance = trial.plant.balance(pipeline.name());
        assertKept(balance);
        arrived += balance.arrived();
        for (StageSpec stage : pipeline.stages()) {
          assertKept(trial.plant.balanceOfStage(pipeline.name() + "/" + stage.name()));
        }
      }
    }
    assertTrue(arrived > 0);
  }

  private static void assertKept(Balance balance) {
    assertEquals(
        balance.arrived(),
        balance.delivered() + balance.quarantined() + balance.underway(),
        balance.toString());
    assertTrue(balance.underway() >= 0 && balance.quarantined() >= 0, balance.toString());
  }

  @Property(tries = 5)
  void shouldNeverMeasureLessThanNothing(@ForAll long seed) {
    Trial trial = new Trial(eventful(), seed);
    Random random = new Random(seed);
    for (int hour = 1; hour <= 24; hour++) {
      orderSomething(trial, random);
      trial.until(Duration.ofHours(hour));
    }
    for (Telemetry telemetry : trial.telemetry) {
      double value = telemetry.getValue();
      assertTrue(value >= 0 && Double.isFinite(value), telemetry::toString);
    }
    trial.plant.injections().forEach(PlantPropertyTest::assertInOrder);
    trial.plant.slo().values().forEach(slo -> assertTrue(slo.violated() <= slo.minutes()));
  }

  private static void assertInOrder(Injection fault) {
    assertTrue(!fault.visibleAt().isBefore(fault.startedAt()), fault::toString);
    fault.hurtsAt().ifPresent(at -> assertTrue(!at.isBefore(fault.startedAt()), fault::toString));
    fault.healedAt().ifPresent(at -> assertTrue(!at.isBefore(fault.startedAt()), fault::toString));
    fault
        .recoveredAt()
        .ifPresent(at -> assertTrue(!at.isBefore(fault.healedAt().orElseThrow()), fault::toString));
  }

  @Property(tries = 6)
  void shouldRepeatItselfForTheSameSeedHoweverFarTimeLeaps(@ForAll long seed) {
    Trial once = acted(new Trial(eventful(), seed)).until(DAY);
    Trial often = acted(new Trial(eventful(), seed));
    Random random = new Random(seed);
    for (Duration time = Duration.ofHours(6); time.compareTo(DAY) < 0; ) {
      often.until(time);
      time = time.plusSeconds(1 + random.nextInt(5000));
    }
    often.until(DAY);

    assertEquals(once.telemetry, often.telemetry);
    assertEquals(once.schemas, often.schemas);
    assertEquals(once.outcomes, often.outcomes);
    assertEquals(once.plant.injections(), often.plant.injections());
  }

  @Property(tries = 6)
  void shouldShowTheSameToWhoeverComesLater(@ForAll long seed) {
    Trial always = new Trial(eventful(), seed).until(Duration.ofHours(12));
    Trial later = new Trial(eventful(), seed);
    later.plant.advanceTo(T0.plus(Duration.ofHours(6)), Output.unheard());
    later.until(Duration.ofHours(12));

    // what was said just before that time may come late, just after it
    Duration from = Duration.ofHours(6).plusMinutes(2);
    assertEquals(after(from, always), after(from, later));
    assertEquals(always.plant.injections(), later.plant.injections());
  }

  private static List<Telemetry> after(Duration from, Trial trial) {
    return trial.telemetry.stream()
        .filter(telemetry -> telemetry.getAt().isAfter(T0.plus(from)))
        .map(PlantPropertyTest::withoutCounters)
        .toList();
  }

  /** A counter counts from when it was reset, which nobody hears of who does not listen. */
  private static Telemetry withoutCounters(Telemetry telemetry) {
    boolean counter =
        telemetry.getMetric().endsWith("_total") || telemetry.getMetric().equals("numRecordsOut");
    return counter ? Telemetry.newBuilder(telemetry).setValue(0).build() : telemetry;
  }

  /** Whatever is done, the same goes wrong, at the same time, and looks the same. */
  @Property(tries = 6)
  void shouldMeetTheSameFaultsWhateverIsDone(@ForAll long seed) {
    Trial idle = new Trial(eventful(), seed).until(DAY);
    Trial busy = new Trial(eventful(), seed);
    Random random = new Random(seed);
    for (int hour = 1; hour <= 24; hour++) {
      orderSomething(busy, random);
      busy.until(Duration.ofHours(hour));
    }

    assertEquals(
        idle.plant.injections().stream().map(PlantPropertyTest::begin).toList(),
        busy.plant.injections().stream().map(PlantPropertyTest::begin).toList());
  }

  private static String begin(Injection fault) {
    return fault.number()
        + fault.fault()
        + fault.stage()
        + fault.startedAt()
        + fault.visible().errorType()
        + fault.visible().symptoms().stream().sorted().toList();
  }

  private static Trial acted(Trial trial) {
    return trial.until(Duration.ofHours(6)).order(Action.RESTART, "orders/transform");
  }

  private static void orderSomething(Trial trial, Random random) {
    Action action = Action.values()[1 + random.nextInt(Action.values().length - 1)];
    PipelineSpec pipeline = eventful().pipelines().get(random.nextInt(2));
    List<StageSpec> stages = pipeline.stages();
    String stage = pipeline.name() + "/" + stages.get(random.nextInt(stages.size())).name();
    trial.order(action, stage, Trial.times(0.5 + 2 * random.nextDouble()));
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void shouldNotHealAPersistentFaultByDoingNothing(
      @ForAll @IntRange(max = 999) int which, @ForAll long seed) {
    Fault fault = any(which);
    Trial trial = new Trial(only(fault), seed).until(Duration.ofHours(30));

    Injection truth = trial.only();
    if (!truth.healsByItself()) {
      assertTrue(truth.healedAt().isEmpty() && truth.recoveredAt().isEmpty(), truth::toString);
    } else {
      assertTrue(fault.mayPass(), fault + " has passed");
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void shouldReturnToWhatWasUsualOnceHealed(
      @ForAll @IntRange(max = 999) int which, @ForAll long seed) {
    Fault fault = any(which);
    Trial calm = new Trial(Trial.ORDERS, seed).until(Duration.ofHours(26));
    Trial healed = new Trial(only(fault), seed).until(Duration.ofHours(2));
    Action remedy = fault.heals().keySet().iterator().next();
    for (int i = 0; i < 40 && healed.only().healedAt().isEmpty(); i++) {
      healed.order(remedy, healed.only().stage(), rename(), Trial.times(2));
      healed.until(Duration.between(T0, healed.plant.now().plusSeconds(600)));
    }
    assertTrue(healed.only().healedAt().isPresent(), healed.only()::toString);
    healed.until(Duration.ofHours(26));

    assertTrue(healed.only().recoveredAt().isPresent(), healed.only()::toString);
    for (String metric :
        List.of(
            "CDCLatencySource",
            "CDCThroughputRowsTarget",
            "s3.pending_records",
            "glue.driver.jvm.heap.usage",
            "PercentageDiskSpaceUsed",
            "executor.queued_tasks")) {
      double usual = mean(calm.values(metric, Duration.ofHours(24), Duration.ofHours(26)));
      double after = mean(healed.values(metric, Duration.ofHours(24), Duration.ofHours(26)));
      assertEquals(1, after / usual, 0.15, metric + " after " + fault);
    }
  }

  private static Operation rename() {
    return new Operation(OperationKind.RENAME_FIELD, "client_id", "customer_id", 0.0);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * Whoever takes less work on delivers less, and keeps his promises no better; but for what a
   * single batch carries, which comes a little earlier or later.
   */
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void shouldNotRewardAPause(@ForAll @IntRange(max = 999) int which, @ForAll long seed) {
    Fault fault = any(which);
    for (Action pause : Set.of(Action.THROTTLE, Action.SCALE_IN)) {
      if (fault.heals().containsKey(pause)) {
        continue;
      }
      Trial left = new Trial(only(fault), seed).until(Duration.ofHours(2));
      Trial paused = new Trial(only(fault), seed).until(Duration.ofHours(2));
      for (int quarter = 1; quarter <= 12; quarter++) {
        paused.order(pause, paused.only().stage(), Trial.times(0));
        paused.until(Duration.ofHours(2).plusMinutes(15 * quarter));
        left.until(Duration.ofHours(2).plusMinutes(15 * quarter));
      }
      double aMinute = left.plant.balance("orders").arrived() / (5 * 60.0);
      assertTrue(
          delivered(paused) <= delivered(left) + 10 * aMinute,
          pause + " delivers more under " + fault);
      Slo of = paused.plant.slo().get("orders");
      Slo without = left.plant.slo().get("orders");
      assertTrue(of.stale() >= without.stale() - 10, pause + " pays under " + fault);
    }
  }

  private static long delivered(Trial trial) {
    return trial.plant.balance("orders").delivered();
  }

  private static Fault any(int which) {
    List<Fault> there =
        Fault.ALL.stream()
            .filter(
                fault ->
                    fault.kinds().stream()
                        .anyMatch(
                            Set.of(
                                    StageKind.INGEST,
                                    StageKind.TRANSFORM,
                                    StageKind.LOAD,
                                    StageKind.ORCHESTRATE)
                                ::contains))
            .toList();
    return there.get(which % there.size());
  }

  private static Scenario only(Fault fault) {
    return Trial.ORDERS
        .withFaults(
            FaultSpec.NONE.withPlanned(
                PlannedFault.of(fault.name(), "orders", Duration.ofHours(1))))
        .withPeople(Trial.NOBODY);
  }
}
