package dev.prunella.plant.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.learn.Policy;
import dev.prunella.learn.Policy.Estimate;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Those that know little. */
class SimpleBaselinesTest {
  private final Trouble trouble = new Trouble(new KnownOdds());

  @Test
  void shouldDoNothing() {
    assertEquals(List.of(Action.WAIT), trouble.ranked(new DoNothing()));
    assertEquals(
        List.of(Action.WAIT), trouble.tried(Action.RESTART).waited().ranked(new DoNothing()));
  }

  @Test
  void shouldDrawAmongAllThatIsPermittedAlike() {
    Policy random = trouble.policy(new RandomPolicy());
    Map<Action, Estimate> all = random.estimates(trouble.incident(), trouble.state());
    assertEquals(EnumSet.complementOf(EnumSet.of(Action.UNKNOWN)), all.keySet());

    Map<Action, Estimate> permitted = new LinkedHashMap<>(all);
    permitted.keySet().retainAll(Set.of(Action.WAIT, Action.RESTART, Action.PAGE_HUMAN));
    Map<Action, Double> probabilities = random.probabilities(permitted);
    assertEquals(3, probabilities.size());
    probabilities.values().forEach(p -> assertEquals(1.0 / 3, p, 1e-12));
  }

  /** The table in Strimzi's reference: at once, then after 2, 6, 12, 20, 30, 42, 56 minutes. */
  @Test
  void shouldPauseAsStrimziDoes() {
    assertEquals(
        List.of(0L, 2L, 6L, 12L, 20L, 30L, 42L, 56L, 60L, 60L),
        IntStream.range(0, 10).mapToObj(n -> RetryAndPage.pause(n).toMinutes()).toList());
  }

  @Test
  void shouldRetryOnceThePauseIsOverAndWaitBeforeThat() {
    RetryAndPage retries = new RetryAndPage();
    assertEquals(Action.RETRY_WITH_BACKOFF, trouble.first(retries));

    trouble.tried(Action.RETRY_WITH_BACKOFF).after(Duration.ofSeconds(119));
    assertEquals(Action.WAIT, trouble.first(retries));
    assertEquals(Action.RETRY_WITH_BACKOFF, trouble.after(Duration.ofSeconds(1)).first(retries));

    trouble.tried(Action.RETRY_WITH_BACKOFF).after(Duration.ofSeconds(359));
    assertEquals(Action.WAIT, trouble.first(retries));
    assertEquals(Action.RETRY_WITH_BACKOFF, trouble.after(Duration.ofSeconds(1)).first(retries));
  }

  @Test
  void shouldPageOnceRetriesAreSpentOrForbidden() {
    RetryAndPage retries = new RetryAndPage();
    assertEquals(Action.PAGE_HUMAN, trouble.ranked(retries).get(1));

    for (int i = 0; i < RetryAndPage.MOST_RETRIES; i++) {
      trouble.tried(Action.RETRY_WITH_BACKOFF);
    }
    assertEquals(List.of(Action.PAGE_HUMAN, Action.WAIT), trouble.ranked(retries));
  }

  @Test
  void shouldGoDownItsRowAndThenCallPeople() {
    Runbook runbook = new Runbook();
    assertEquals(
        List.of(
            Action.RESTART,
            Action.CANCEL_BLOCKING_QUERY,
            Action.RESCHEDULE,
            Action.ROLL_BACK,
            Action.PAGE_HUMAN,
            Action.WAIT),
        trouble.ranked(runbook));

    trouble.tried(Action.RESTART);
    assertEquals(Action.CANCEL_BLOCKING_QUERY, trouble.first(runbook));
    trouble.answered(Action.ROLL_BACK, OutcomeStatus.FAILED); // those before it were refused
    assertEquals(Action.PAGE_HUMAN, trouble.first(runbook));
  }
}
