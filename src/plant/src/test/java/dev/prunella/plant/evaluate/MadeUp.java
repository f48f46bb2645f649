package dev.prunella.plant.evaluate;

import dev.prunella.plant.evaluate.Timeline.Line;
import dev.prunella.plant.evaluate.Timeline.Span;
import dev.prunella.plant.evaluate.report.Findings;
import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** An evaluation that never was, with something in every part of it. */
public final class MadeUp {
  private static final Map<String, Double> SPEED =
      Map.of(
          "do-nothing", 7000.0,
          "random", 3600.0,
          "retry-and-page", 3300.0,
          "runbook", 1900.0,
          "best-static", 1600.0,
          "learner", 1800.0,
          "best-informed", 1000.0,
          "oracle", 500.0);
  private static final List<String> CAUSES =
      List.of("worker lost", "slow query", "bad deploy", "disk full", "network partition");
  private static final List<ErrorType> SHOWN =
      List.of(ErrorType.TIMEOUT, ErrorType.RESOURCE_EXHAUSTION, ErrorType.CONNECTION_LOST);
  private static final List<Action> ACTIONS =
      List.of(Action.RETRY_WITH_BACKOFF, Action.RESTART, Action.SCALE_OUT, Action.ROLL_BACK);

  private MadeUp() {}

  public static Findings findings() {
    return findings(Ladder.NAMES.toArray(String[]::new));
  }

  /** With these policies. */
  public static Findings findings(String... policies) {
    List<Trial> trials = new ArrayList<>();
    List<TrialResult> results = new ArrayList<>();
    for (String scenario : List.of("steady", "peak", "starved", "shifting", "noisy")) {
      for (long seed = 1; seed <= 3; seed++) {
        for (String policy : policies) {
          trials.add(new Trial(Scenario.of(scenario), seed, policy, true));
          results.add(trial(scenario, seed, policy));
        }
      }
    }
    return new Findings(
        Summary.of(trials, results),
        results,
        Optional.of(surface()),
        Highlight.of(trials, results).map(MadeUp::timeline),
        CauseForest.confusion(results.get(0).episodes()),
        "./prunella evaluate --scenarios made-up --out o");
  }

  private static TrialResult trial(String scenario, long seed, String policy) {
    List<EpisodeResult> episodes = new ArrayList<>();
    double minutes = 0;
    for (int n = 0; n < 90; n++) {
      EpisodeResult episode = episode(scenario, seed, policy, n);
      episodes.add(episode);
      minutes += episode.secondsToRecover() / 60;
    }
    return new TrialResult(
        scenario, seed, policy, episodes, List.of(), 17_280, minutes, 95, 5, 0, 2_000_000);
  }

  private static EpisodeResult episode(String scenario, long seed, String policy, int n) {
    SplittableRandom fault = new SplittableRandom(scenario.hashCode() + 1000 * seed + n);
    SplittableRandom own = new SplittableRandom(policy.hashCode() + 1000 * seed + n);
    ErrorType shown = SHOWN.get(fault.nextInt(SHOWN.size()));
    int cause = fault.nextInt(CAUSES.size());
    boolean shifted = scenario.equals("shifting") && n > 45 && shown == ErrorType.TIMEOUT;
    double learned = policy.equals("learner") ? 1.4 - 0.6 * Math.min(1, (n % 46) / 30.0) : 1;
    double slow = shifted && !policy.matches("best-informed|oracle") ? 1.4 : 1;
    double seconds =
        SPEED.get(policy)
            * learned
            * slow
            * Math.exp(0.5 * fault.nextGaussian() + 0.3 * own.nextGaussian());
    seconds = Math.min(21_600, 60 + seconds);
    List<ActionTaken> actions = new ArrayList<>();
    int count = policy.equals("do-nothing") ? 0 : 1 + own.nextInt(3);
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      actions.add(
          new ActionTaken(
              ACTIONS.get(own.nextInt(ACTIONS.size())),
              "orders/load",
              seconds * (i + 0.3) / count,
              seconds * (i + 0.45) / count,
              true,
              last ? Effect.HEALS : own.nextInt(5) == 0 ? Effect.WORSENS : Effect.NOTHING,
              0.05));
    }
    List<String> symptoms =
        fault.nextDouble() < 0.6 ? List.of("SYMPTOM_" + cause) : List.of("SYMPTOM_X");
    return new EpisodeResult(
        n,
        CAUSES.get(cause),
        "orders/load",
        shown,
        StageKind.LOAD,
        symptoms,
        CAUSES.get(0),
        true,
        false,
        Results.T0.plusSeconds(1800L * n),
        seconds < 21_600,
        seconds,
        Math.min(seconds, 40 + 100 * own.nextDouble()),
        count == 0 ? Double.NaN : seconds * 0.7,
        actions,
        count > 0,
        shifted ? 1 : 0);
  }

  private static BreakEven surface() {
    List<Double> steps = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
    List<List<Estimate>> rows = new ArrayList<>();
    for (double quality : steps) {
      rows.add(
          steps.stream()
              .map(ambiguity -> 0.55 + 0.5 * quality + 0.15 * ambiguity)
              .map(ratio -> new Estimate(ratio, ratio - 0.08, ratio + 0.09))
              .toList());
    }
    return new BreakEven(steps, steps, rows);
  }

  private static Timeline timeline(Highlight highlight) {
    double over = highlight.episode().secondsToRecover();
    double[] at = IntStream.range(-40, 80).mapToDouble(i -> 30.0 * i).toArray();
    SplittableRandom random = new SplittableRandom(5);
    double[] latency =
        Arrays.stream(at)
            .map(t -> 12 + random.nextDouble() * 4 + (t > 0 && t < over ? 60 : 0))
            .toArray();
    double[] rows =
        Arrays.stream(at)
            .map(t -> 900 + random.nextDouble() * 90 - (t > 0 && t < over ? 700 : 0))
            .toArray();
    return new Timeline(
        highlight.trial(),
        highlight.episode(),
        -1200,
        2400,
        List.of(
            new Line("orders/load", "QueryDuration", "s", at, latency),
            new Line("orders/load", "copy.loaded_rows", "1", at, rows)),
        List.of(
            new Span("orders/load", "failure run", 70, over),
            new Span("orders/load", "anomaly QueryDuration", 130, over + 120)));
  }
}
