package dev.prunella.plant.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunnerTest {

  private static final Scenario SMALL =
      Scenario.of("small")
          .withPipelines("orders", "payments")
          .withWarmUp(Duration.ofHours(6))
          .withLength(Duration.ofHours(12));

  private static final List<String> POLICIES = List.of("do-nothing", "runbook", "learner");

  @TempDir Path folder;

  @Test
  void shouldComeToTheSameOnAnyNumberOfThreads() throws Exception {
    List<Trial> trials = trials(false);

    assertEquals(run("one", trials, 1), run("two", trials, 2));
  }

  @Test
  void shouldLetEveryPolicyMeetTheSameFaults() throws Exception {
    List<TrialResult> results = run("o", trials(true), 2);

    List<String> first = faults(results.get(0));
    assertFalse(first.isEmpty(), "nothing went wrong");
    for (TrialResult result : results.subList(0, POLICIES.size())) {
      assertEquals(first, faults(result), result.policy());
    }
  }

  @Test
  void shouldMeasureWhatHappened() throws Exception {
    for (boolean perfect : List.of(true, false)) {
      for (TrialResult result : run("perfect " + perfect, trials(perfect), 2)) {
        assertEquals(2 * 12 * 60, result.minutes(), 1);
        assertTrue(result.violationMinutes() <= result.minutes(), result.toString());
        assertEquals(0, result.guardrailViolations());
        for (EpisodeResult episode : result.episodes()) {
          double seconds = episode.secondsToRecover();
          assertTrue(seconds >= 0 && seconds <= 6 * 3600, episode.toString());
          assertFalse(episode.secondsToDetect() > seconds, episode.toString());
          assertFalse(
              episode.healedWithoutPerson() && episode.actions().isEmpty(), episode.toString());
          assertFalse(
              result.policy().equals("do-nothing") && !episode.actions().isEmpty(),
              episode.toString());
        }
      }
    }
  }

  @Test
  void shouldRecordTheFaultThatItIsAskedFor() throws Exception {
    List<Trial> trials = trials(false);
    Highlight highlight = Highlight.of(trials, run("o", trials, 2)).orElseThrow();

    Timeline timeline = new TrialRunner(1).record(highlight.trial(), highlight.episode());

    assertFalse(timeline.lines().isEmpty(), "nothing was measured");
    assertTrue(
        timeline.spans().stream()
            .anyMatch(span -> span.from() == highlight.episode().secondsToDetect()),
        "the signal that detected it is not among " + timeline.spans());
  }

  private List<TrialResult> run(String out, List<Trial> trials, int threads) throws Exception {
    try (TrialLog log = new TrialLog(folder.resolve(out).resolve("trials.jsonl"), "code")) {
      return new Evaluation(new TrialRunner(threads), threads, (trial, result) -> {})
          .run(trials, log);
    }
  }

  private static List<Trial> trials(boolean perfectDetection) {
    return new Plan(List.of(SMALL), OptionalInt.of(2), POLICIES, perfectDetection).trials();
  }

  private static List<String> faults(TrialResult result) {
    List<String> faults = new ArrayList<>();
    for (EpisodeResult episode : result.episodes()) {
      faults.add(
          "%s %s %s %s"
              .formatted(episode.number(), episode.fault(), episode.stage(), episode.shown()));
    }
    return faults;
  }
}
