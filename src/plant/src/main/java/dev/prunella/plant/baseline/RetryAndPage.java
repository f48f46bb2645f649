package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;
import dev.prunella.plant.baseline.History.Attempt;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What most teams have: it is tried again, each time after a longer pause, and once that is in vain
 * the engineer on call is paged. The pause before the retry after {@code n} others is {@code n * n
 * + n} minutes, 60 at most (Strimzi, AutoRestart schema reference: at once, then after 2, 6, 12,
 * 20, 30, 42, 56 minutes). The guardrails may stretch it: a target is left alone for a while after
 * each action, and an incident may have so many actions and no more.
 */
public final class RetryAndPage implements Contestant {

  /** Strimzi's pause grows no more after this one, the last below an hour. */
  static final int MOST_RETRIES = 8;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(60);

  @Override
  public String name() {
    return "retry-and-page";
  }

  @Override
  public Policies on(Truth truth, History history) {
    return (settings, table) -> new Retrying(history);
  }

  /** Between the retry of that number, from 0, and the one before it. */
  static Duration pause(int retries) {
    Duration pause = Duration.ofMinutes((long) retries * retries + retries);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private record Retrying(History history) implements FirstChoice {

    @Override
    public String name() {
      return "retry-and-page";
    }

    @Override
    public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
      List<Attempt> retries = history.attempts(incident);
      if (retries.size() >= MOST_RETRIES) {
        return FirstChoice.inOrder(List.of(Action.PAGE_HUMAN));
      }
      return FirstChoice.inOrder(
          isDue(incident, retries)
              ? List.of(Action.RETRY_WITH_BACKOFF, Action.PAGE_HUMAN)
              : List.of(Action.WAIT, Action.PAGE_HUMAN));
    }

    private static boolean isDue(Incident incident, List<Attempt> retries) {
      if (retries.isEmpty()) {
        return true;
      }
      Instant last = retries.get(retries.size() - 1).at();
      return !Steps.now(incident).isBefore(last.plus(pause(retries.size())));
    }
  }
}
