package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Fault;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What is learned shows in the time to recover. Each figure is over 20 seeds, each with a world of
 * its own, of 60 timeouts behind which is a bad deploy: only to roll it back heals it, and what is
 * seen of it is no other than of a lack of workers.
 */
class LearningTest {
  private static final int FAULTS = 60;
  private static final int THIRD = FAULTS / 3;
  private static final long SEEDS = 20;

  private static final List<Action> WRONG =
      List.of(Action.RETRY_WITH_BACKOFF, Action.SCALE_OUT, Action.ROLL_BACK);
  private static final List<Action> RIGHT =
      List.of(Action.ROLL_BACK, Action.SCALE_OUT, Action.RETRY_WITH_BACKOFF);

  private static Drill drill(int faults, String learner, List<Action> runbook) {
    return new Drill(Fault.named("bad deploy"), ErrorType.TIMEOUT, faults, learner, runbook);
  }

  private static List<List<Episode>> overSeeds(Drill drill) {
    return LongStream.rangeClosed(1, SEEDS).parallel().mapToObj(drill::episodes).toList();
  }

  /** Mean seconds to recover of some of the faults, by seed. */
  private static double[] means(List<List<Episode>> runs, int from, int to) {
    return runs.stream().mapToDouble(run -> Drill.mean(run.subList(from, to))).toArray();
  }

  /**
   * Mean seconds to recover, by seed.
   *
   * @param first of the learner, in the first third
   * @param last of the learner, in the last third
   * @param unlearned of the runbook alone; it stays as it is, so a third is enough
   */
  private record Figures(double[] first, double[] last, double[] unlearned) {

    static Figures of(List<Action> runbook) {
      List<List<Episode>> learned = overSeeds(drill(FAULTS, "q-learner", runbook));
      List<List<Episode>> unlearned = overSeeds(drill(THIRD, "runbook", runbook));
      return new Figures(
          means(learned, 0, THIRD),
          means(learned, FAULTS - THIRD, FAULTS),
          means(unlearned, 0, THIRD));
    }

    Interval lastByFirst() {
      return Interval.ofRatio(last, first);
    }

    Interval lastByUnlearned() {
      return Interval.ofRatio(last, unlearned);
    }

    @Override
    public String toString() {
      return "first third %s, last third %s, runbook alone %s; last by first %s, by runbook %s"
          .formatted(
              Interval.of(first),
              Interval.of(last),
              Interval.of(unlearned),
              lastByFirst(),
              lastByUnlearned());
    }
  }

  @Test
  void shouldRecoverFasterWhereTheRunbookIsWrong() {
    Figures figures = Figures.of(WRONG);
    System.out.println("wrong runbook: " + figures);

    assertTrue(figures.lastByFirst().mean() <= 0.6, figures::toString);
    assertTrue(figures.lastByUnlearned().upper() <= 0.9, figures::toString);
  }

  @Test
  void shouldNotGetWorseWhereTheRunbookIsRight() {
    Figures figures = Figures.of(RIGHT);
    System.out.println("right runbook: " + figures);

    assertTrue(figures.lastByFirst().upper() <= 1.05, figures::toString);
    assertTrue(figures.lastByUnlearned().upper() <= 1.05, figures::toString);
  }
}
