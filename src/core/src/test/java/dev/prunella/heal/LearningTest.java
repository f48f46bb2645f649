package dev.prunella.heal;

import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static dev.prunella.Signals.then;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Transition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whether the loop gets better with what it sees: sixty incidents of one kind, which a restart
 * heals within two minutes and nothing else does; people repair them after two hours.
 */
class LearningTest {
  private static final int INCIDENTS = 60;
  private static final int SEEDS = 20;
  private static final long APART = 20_000; // seconds
  private static final Action[] RIGHT = {Action.RESTART, Action.RETRY_WITH_BACKOFF};
  private static final Action[] WRONG = {
    Action.RETRY_WITH_BACKOFF, Action.RESCHEDULE, Action.RESTART
  };

  @Test
  void shouldHealSoonerOnceItKnowsThatTheRunbookIsWrong() {
    double first = 0;
    double last = 0;
    double runbook = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<Long> lasted = run(seed, "q-learner", WRONG);
      first += mean(lasted.subList(0, INCIDENTS / 3));
      last += mean(lasted.subList(2 * INCIDENTS / 3, INCIDENTS));
      runbook += mean(run(seed, "runbook", WRONG));
    }
    assertTrue(last <= 0.6 * first, last / first + " of what it took at first");
    assertTrue(last <= 0.2 * runbook, last / runbook + " of what the runbook takes");
  }

  @Test
  void shouldNotGetWorseWhereTheRunbookIsRight() {
    double learned = 0;
    double runbook = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      learned += mean(run(seed, "q-learner", RIGHT));
      runbook += mean(run(seed, "runbook", RIGHT));
    }
    assertTrue(learned <= 1.05 * runbook, learned / runbook + " of what the runbook takes");
  }

  /** How long each incident lasted, in seconds. */
  private static List<Long> run(long seed, String learner, Action... runbook) {
    Fleet fleet =
        Fleet.withLevel(Autonomy.AUTONOMOUS, seed).runbook(ErrorType.CONNECTION_LOST, runbook);
    fleet
        .set("learning")
        .with(b -> b.setLearning(LearningSettings.newBuilder().setLearner(learner).build()));
    List<Long> lasted = new ArrayList<>();
    for (int i = 0; i < INCIDENTS; i++) {
      long began = i * APART;
      Signal failure = failure(Fleet.LOAD, began, "connection refused");
      fleet.see(failure);
      long healed = Long.MAX_VALUE;
      int heard = fleet.commands.size();
      for (long second = began; second < Math.min(healed, began + APART / 2); second += 10) {
        fleet.until(second);
        for (; heard < fleet.commands.size(); heard++) {
          Command command = fleet.commands.get(heard);
          fleet.answer(command, OutcomeStatus.ACCEPTED).answer(command, OutcomeStatus.SUCCEEDED);
          if (command.getAction() == Action.RESTART) {
            healed = Math.min(healed, second + 120);
          } else if (command.getAction() == Action.PAGE_HUMAN) {
            healed = Math.min(healed, second + 7200);
          } else {
            fleet.see(then(failure, Transition.UPDATED, second + 60)); // its next run fails too
          }
        }
      }
      healed = Math.min(healed, began + APART / 2);
      fleet.see(cleared(failure, healed)).until(began + APART - 1);
      lasted.add(healed - began);
    }
    return lasted;
  }

  private static double mean(List<Long> values) {
    return values.stream().mapToLong(v -> v).average().orElseThrow();
  }
}
