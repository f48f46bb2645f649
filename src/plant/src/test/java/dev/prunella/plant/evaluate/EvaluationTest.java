package dev.prunella.plant.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  @TempDir Path folder;

  private final ConcurrentLinkedQueue<Trial> ran = new ConcurrentLinkedQueue<>();

  @Test
  void shouldComeToTheSameSummaryOnAnyNumberOfThreads() throws Exception {
    String one = summary(run("one", 1, this::measured));
    String three = summary(run("three", 3, this::measured));

    assertEquals(one, three);
    assertEquals(
        Files.readString(folder.resolve("one/trials.jsonl")),
        Files.readString(folder.resolve("three/trials.jsonl")));
  }

  @Test
  void shouldGoOnWhereItWasBrokenOff() throws Exception {
    String whole = summary(run("whole", 1, this::measured));
    ran.clear();
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                "broken",
                1,
                trial -> {
                  if (ran.size() == 7) {
                    throw new IllegalStateException("the power went off");
                  }
                  return measured(trial);
                }));
    Files.writeString(
        folder.resolve("broken/trials.jsonl"),
        Files.readString(folder.resolve("broken/trials.jsonl")) + "{\"key\":\"4f");
    ran.clear();

    String resumed = summary(run("broken", 1, this::measured));

    assertEquals(trials().size() - 7, ran.size());
    assertEquals(whole, resumed);
  }

  @Test
  void shouldRunAgainWhatRanWithOtherCode() throws Exception {
    run("out", 1, this::measured);
    ran.clear();

    try (TrialLog log = new TrialLog(folder.resolve("out/trials.jsonl"), "other code")) {
      evaluation(1, this::measured).run(trials(), log);
    }

    assertEquals(trials().size(), ran.size());
  }

  @Test
  void shouldTellScenariosApartByWhatTheySay() {
    Scenario scenario = Scenario.of("a");

    assertEquals(Fingerprint.of(scenario), Fingerprint.of(Scenario.of("a")));
    assertNotEquals(
        Fingerprint.of(scenario), Fingerprint.of(scenario.withHorizon(scenario.warmUp())));
    assertTrue(Fingerprint.ofPlant().matches("[0-9a-f]{16}"), Fingerprint.ofPlant());
    assertNotEquals(Fingerprint.ofPlant(), Fingerprint.ofCode());
  }

  private List<TrialResult> run(String out, int threads, Function<Trial, TrialResult> runner)
      throws Exception {
    try (TrialLog log = new TrialLog(folder.resolve(out).resolve("trials.jsonl"), "code")) {
      return evaluation(threads, runner).run(trials(), log);
    }
  }

  private Evaluation evaluation(int threads, Function<Trial, TrialResult> runner) {
    return new Evaluation(
        trial -> {
          TrialResult result = runner.apply(trial);
          ran.add(trial);
          return result;
        },
        threads,
        (trial, result) -> {});
  }

  private static String summary(List<TrialResult> results) {
    return Summary.of(trials(), results).json();
  }

  /** Awkward numbers, which must survive being written and read. */
  private TrialResult measured(Trial trial) {
    SplittableRandom random = new SplittableRandom(trial.seed() * 31 + trial.policy().hashCode());
    double[] seconds = random.doubles(5, 1, 5000).map(x -> x / 3).toArray();
    TrialResult result =
        Results.trial(trial.scenario().name(), trial.seed(), trial.policy(), seconds);
    return new TrialResult(
        result.scenario(),
        result.seed(),
        result.policy(),
        result.episodes(),
        List.of(Results.action(Action.RESTART, Effect.WORSENS)),
        result.minutes(),
        result.violationMinutes(),
        result.incidents(),
        result.falseAlarms(),
        result.guardrailViolations(),
        result.stageSteps());
  }

  private static List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (String scenario : List.of("a", "b")) {
      for (String policy : List.of("do-nothing", "runbook", "best-informed")) {
        for (long seed = 1; seed <= 3; seed++) {
          trials.add(new Trial(Scenario.of(scenario), seed, policy, true));
        }
      }
    }
    return trials;
  }
}
