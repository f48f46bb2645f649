package dev.prunella.plant.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void shouldAverageOverFaultsNotOverSeeds() {
    Metrics metrics =
        Metrics.of(
            List.of(
                Results.trial("s", 1, "runbook", 100, 200, 300),
                Results.trial("s", 2, "runbook", 1000)));

    assertEquals(400, metrics.of("runbook", Metric.MTTR_SECONDS).mean());
  }

  @Test
  void shouldCountWhatWasNotDetectedUntilItWasOver() {
    Metrics metrics = Metrics.of(List.of(Results.trial("s", 1, "runbook", 100, 300)));

    assertEquals(200, metrics.of("runbook", Metric.TIME_TO_DETECT_SECONDS).mean());
    assertEquals(100, metrics.of("runbook", Metric.TIME_TO_FIRST_EFFECTIVE_ACTION_SECONDS).mean());
  }

  @Test
  void shouldMeasureWhatCouldBeAvoided() {
    Metrics metrics =
        Metrics.of(
            List.of(
                Results.trial("s", 1, "do-nothing", 6000),
                Results.trial("s", 1, "runbook", 3000),
                Results.trial("s", 1, "best-informed", 2000)));

    assertEquals(0, metrics.of("do-nothing", Metric.AVOIDABLE_VIOLATION_REMOVED).mean());
    assertEquals(0.75, metrics.of("runbook", Metric.AVOIDABLE_VIOLATION_REMOVED).mean(), 1e-12);
    assertEquals(1, metrics.of("best-informed", Metric.AVOIDABLE_VIOLATION_REMOVED).mean());
    assertEquals(0.95, metrics.of("runbook", Metric.SLO_ADHERENCE).mean(), 1e-12);
    assertEquals(1000, metrics.of("runbook", Metric.REGRET_SECONDS).mean());
    assertEquals(0.5, metrics.ratio("runbook", "do-nothing", Metric.MTTR_SECONDS).mean());
  }

  @Test
  void shouldCountActionsForEachIncident() {
    Metrics metrics =
        Metrics.of(
            List.of(
                Results.trial(
                    "runbook",
                    Results.episode(
                        0,
                        100,
                        Results.action(Action.RESTART, Effect.NOTHING),
                        Results.action(Action.QUARANTINE, Effect.WORSENS),
                        Results.action(Action.PAGE_HUMAN, Effect.NOTHING)),
                    Results.episode(1, 100, Results.action(Action.RESTART, Effect.HEALS)))));

    assertEquals(1, metrics.of("runbook", Metric.WRONG_ACTIONS).mean());
    assertEquals(0.5, metrics.of("runbook", Metric.HARMFUL_ACTIONS).mean());
    assertEquals(0.5, metrics.of("runbook", Metric.IRREVERSIBLE_ACTIONS).mean());
    assertEquals(0.2, metrics.of("runbook", Metric.COST).mean(), 1e-12);
    assertEquals(1, metrics.of("runbook", Metric.HEALED_WITHOUT_PERSON).mean());
  }

  @Test
  void shouldCountIncidentsUntilThreeInARowAreMetAsWellAsCanBe() {
    double[] seconds = {900, 100, 900, 120, 110, 100, 900};
    List<EpisodeResult> own = new ArrayList<>();
    List<EpisodeResult> best = new ArrayList<>();
    own.add(Results.episode(0, 900)); // before the shift
    best.add(Results.episode(0, 100));
    for (int n = 0; n < seconds.length; n++) {
      own.add(Results.afterShift(n + 1, seconds[n]));
      best.add(Results.afterShift(n + 1, 100));
    }

    Metrics metrics =
        Metrics.of(
            List.of(
                Results.trial("learner", own.toArray(EpisodeResult[]::new)),
                Results.trial("best-informed", best.toArray(EpisodeResult[]::new))));

    assertEquals(3, metrics.of("learner", Metric.INCIDENTS_TO_ADAPT).mean());
    assertEquals(0, metrics.of("best-informed", Metric.INCIDENTS_TO_ADAPT).mean());
  }

  @Test
  void shouldSayNothingOfWhatWasNotMeasured() {
    Metrics metrics = Metrics.of(List.of(Results.trial("s", 1, "runbook", 100)));

    assertFalse(metrics.of("runbook", Metric.REGRET_SECONDS).isKnown());
    assertFalse(metrics.of("runbook", Metric.INCIDENTS_TO_ADAPT).isKnown());
    assertFalse(metrics.of("runbook", Metric.AVOIDABLE_VIOLATION_REMOVED).isKnown());
  }

  @Test
  void shouldGiveEachScenarioTheSameWeight() {
    Metrics small = Metrics.of(List.of(Results.trial("small", 1, "runbook", 100)));
    Metrics large = Metrics.of(List.of(Results.trial("large", 1, "runbook", 300, 300, 300, 300)));

    assertEquals(
        200, Metrics.over(List.of(small, large)).of("runbook", Metric.MTTR_SECONDS).mean());
  }

  @Test
  void shouldGiveTheSameIntervalEachTime() {
    assertEquals(
        mixed().of("runbook", Metric.MTTR_SECONDS), mixed().of("runbook", Metric.MTTR_SECONDS));
  }

  @Test
  void shouldKnowTheRatioOfTwoPoliciesBetterThanEither() {
    Metrics metrics = mixed();

    Estimate own = metrics.of("runbook", Metric.MTTR_SECONDS);
    Estimate ratio = metrics.ratio("runbook", "random", Metric.MTTR_SECONDS);

    assertTrue(own.lo() < 0.8 * own.mean() && own.hi() > 1.2 * own.mean(), own.toString());
    assertEquals(0.5, ratio.lo(), 1e-9);
    assertEquals(0.5, ratio.hi(), 1e-9);
  }

  /** Seeds that differ much, in which one policy always takes half as long as the other. */
  private static Metrics mixed() {
    List<TrialResult> results = new ArrayList<>();
    for (String policy : List.of("runbook", "random")) {
      for (int seed = 1; seed <= 8; seed++) {
        double seconds = 100 * seed * (policy.equals("random") ? 2 : 1);
        results.add(Results.trial("s", seed, policy, seconds));
      }
    }
    return Metrics.of(results);
  }

  /** Of 400 evaluations with 5 seeds, 95 in 100 intervals hold the truth, give or take. */
  @Test
  void shouldHoldTheTruthAsOftenAsPromised() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(7);
    int held = 0;
    for (int evaluation = 0; evaluation < 400; evaluation++) {
      List<TrialResult> results = new ArrayList<>();
      for (int seed = 1; seed <= 5; seed++) {
        results.add(Results.trial("s", seed, "runbook", 1000 + 100 * random.nextGaussian()));
      }
      Estimate estimate = Metrics.of(results).of("runbook", Metric.MTTR_SECONDS);
      held += estimate.lo() <= 1000 && 1000 <= estimate.hi() ? 1 : 0;
    }

    assertTrue(held >= 360 && held <= 396, held + " of 400");
  }

  @Test
  void shouldRefusePoliciesWithOtherSeeds() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Metrics.of(
                List.of(
                    Results.trial("s", 1, "runbook", 100), Results.trial("s", 2, "random", 100))));
  }
}
