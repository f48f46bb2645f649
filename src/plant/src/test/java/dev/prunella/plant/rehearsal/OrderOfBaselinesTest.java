package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.prunella.heal.FleetState;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.BestInformed;
import dev.prunella.plant.baseline.Contestant;
import dev.prunella.plant.baseline.DoNothing;
import dev.prunella.plant.baseline.Oracle;
import dev.prunella.plant.baseline.RetryAndPage;
import dev.prunella.plant.baseline.Runbook;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.Shift;
import dev.prunella.plant.scenario.WorldSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Who knows more heals sooner: by mean time to recover, over worlds that all of them meet alike and
 * none was searched in, with perfect detection.
 */
class OrderOfBaselinesTest {
  private static final int SEEDS = 6;

  private static final Scenario USUAL =
      Scenario.of("usual").withWarmUp(Duration.ofHours(1)).withLength(Duration.ofDays(1));

  private static final Scenario UNCLEAR =
      USUAL
          .withWorld(WorldSpec.USUAL.withAmbiguity(Range.of(0.5, 0.8)))
          .withShifts(new Shift(Duration.ofHours(12), List.of()));

  @TestFactory
  Stream<DynamicTest> shouldHealTheSoonerTheMoreIsKnown() {
    return Stream.of(
        dynamicTest("usual", () -> check(USUAL)), dynamicTest("unclear", () -> check(UNCLEAR)));
  }

  private static void check(Scenario scenario) {
    double[] nothing = recover(scenario, new DoNothing());
    double[] retries = recover(scenario, new RetryAndPage());
    double[] runbook = recover(scenario, new Runbook());
    double[] best = recover(scenario, OtherWorlds.bestStatic(scenario));
    double[] informed = recover(scenario, new BestInformed());
    double[] oracle = recover(scenario, new Oracle());
    String figures =
        "minutes to recover: nothing %s, retries %s, runbook %s, static %s, informed %s, oracle %s"
            .formatted(
                Interval.of(nothing),
                Interval.of(retries),
                Interval.of(runbook),
                Interval.of(best),
                Interval.of(informed),
                Interval.of(oracle));
    System.out.println(figures);

    assertSooner(oracle, informed, figures);
    assertSooner(informed, best, figures);
    assertTrue(Interval.ofRatio(best, runbook).mean() <= 1.05, figures); // not worse
    assertSooner(runbook, retries, figures);
    assertSooner(runbook, nothing, figures);
    Interval gap = Interval.ofRatio(informed, best);
    assertTrue(gap.mean() <= 0.9 && gap.upper() < 1, gap + ": nothing to learn; " + figures);
  }

  private static void assertSooner(double[] one, double[] other, String figures) {
    assertTrue(Interval.ofRatio(one, other).mean() < 1, figures);
  }

  /** Mean minutes to recover, by seed. */
  private static double[] recover(Scenario scenario, Contestant contestant) {
    return LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .mapToDouble(seed -> recover(scenario, contestant, seed))
        .toArray();
  }

  private static double recover(Scenario scenario, Contestant contestant, long seed) {
    Plant plant = new Plant(scenario, seed);
    Rehearsal rehearsal =
        new Rehearsal(
            plant,
            plant.settings(scenario.start()),
            Detection.PERFECT,
            contestant,
            FleetState.onHeap(),
            scenario.period(),
            seed);
    Instant end = scenario.end().plus(scenario.horizon());
    rehearsal.advanceTo(end);
    return Episode.of(plant.injections(), rehearsal.incidents(), scenario.horizon(), end).stream()
        .mapToDouble(episode -> episode.toRecover().toSeconds() / 60.0)
        .average()
        .orElseThrow();
  }
}
