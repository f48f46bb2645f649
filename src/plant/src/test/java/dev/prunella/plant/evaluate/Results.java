package dev.prunella.plant.evaluate;

import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Results made by hand. */
final class Results {
  static final Instant T0 = Instant.parse("2026-01-12T00:00:00Z");

  private Results() {}

  /** A trial whose faults took these seconds to recover. */
  static TrialResult trial(String scenario, long seed, String policy, double... seconds) {
    return new TrialResult(
        scenario,
        seed,
        policy,
        IntStream.range(0, seconds.length).mapToObj(n -> episode(n, seconds[n])).toList(),
        List.of(),
        1000,
        sum(seconds) / 60,
        seconds.length,
        0,
        0,
        5000);
  }

  private static double sum(double... seconds) {
    double sum = 0;
    for (double one : seconds) {
      sum += one;
    }
    return sum;
  }

  /** A fault that a restart healed. */
  static EpisodeResult episode(int number, double seconds, ActionTaken... actions) {
    return new EpisodeResult(
        number,
        "worker lost",
        "orders/transform",
        ErrorType.TIMEOUT,
        StageKind.TRANSFORM,
        List.of("WORKERS_MISSING"),
        "worker lost",
        true,
        false,
        T0.plusSeconds(3600L * number),
        true,
        seconds,
        Double.NaN,
        seconds / 2,
        List.of(actions),
        true,
        0);
  }

  static EpisodeResult afterShift(int number, double seconds) {
    EpisodeResult one = episode(number, seconds);
    return new EpisodeResult(
        one.number(),
        one.fault(),
        one.stage(),
        one.shown(),
        one.kind(),
        one.symptoms(),
        one.guess(),
        one.healable(),
        one.healsByItself(),
        one.startedAt(),
        one.recovered(),
        one.secondsToRecover(),
        one.secondsToDetect(),
        one.secondsToFirstEffective(),
        one.actions(),
        one.healedWithoutPerson(),
        1);
  }

  static TrialResult trial(String policy, EpisodeResult... episodes) {
    return new TrialResult(
        "s", 1, policy, List.of(episodes), List.of(), 1000, 10, episodes.length, 0, 0, 5000);
  }

  static ActionTaken action(Action action, Effect effect) {
    return new ActionTaken(action, "orders/load", 60, 90, true, effect, 0.1);
  }
}
