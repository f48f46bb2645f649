package dev.prunella.plant.baseline;

import dev.prunella.plant.baseline.Toll.Step;
import dev.prunella.plant.fault.Fault;
import dev.prunella.schemas.Action;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Expected cost of each thing that can be done now, in seconds, if what follows is done as well as
 * it can be: expectimax over what is believed of the fault (Russell and Norvig, Artificial
 * Intelligence, 4th ed. 2020, ch. 17.5). Each step in vain makes the faults that it would have
 * healed less probable. After the deepest step people are called.
 */
final class Lookahead {
  private final Toll toll;
  private final List<Fault> faults;
  private final List<Action> remedies;

  /**
   * @param remedies what may be done to the stage
   */
  Lookahead(Toll toll, List<Fault> faults, List<Action> remedies) {
    this.toll = toll;
    this.faults = faults;
    this.remedies = remedies;
  }

  /**
   * How far the incident has come.
   *
   * @param shares of the faults; they add up to 1
   * @param age since it began, in seconds
   * @param actions that it may still have
   * @param waits that it may still have
   * @param depth how many steps are looked ahead, 0 or more
   */
  record Point(double[] shares, double age, int actions, int waits, int depth) {

    private Point then(double[] next, double seconds, boolean acted) {
      return new Point(
          next, age + seconds, actions - (acted ? 1 : 0), waits - (acted ? 0 : 1), depth - 1);
    }
  }

  /** Of doing this now; the point must allow for it. */
  double cost(Action action, Point point) {
    return switch (action) {
      case PAGE_HUMAN -> page(point);
      case WAIT -> wait(point, Double.MAX_VALUE);
      default -> act(action, point, Double.MAX_VALUE);
    };
  }

  private double page(Point point) {
    double seconds = 0;
    for (int i = 0; i < faults.size(); i++) {
      seconds += point.shares[i] * toll.page(faults.get(i), point.age);
    }
    return seconds;
  }

  private double act(Action action, Point point, double enough) {
    return step(i -> toll.act(faults.get(i), action, point.age), point, true, enough);
  }

  private double wait(Point point, double enough) {
    return step(i -> toll.await(faults.get(i), point.age), point, false, enough);
  }

  /**
   * @param enough what costs as much or more is not looked into further
   */
  private double step(IntFunction<Step> steps, Point point, boolean acts, double enough) {
    double seconds = 0;
    double lasts = 0;
    double until = 0;
    double[] next = new double[faults.size()];
    for (int i = 0; i < next.length; i++) {
      if (point.shares[i] > 0) {
        Step step = steps.apply(i);
        seconds += point.shares[i] * step.seconds();
        next[i] = point.shares[i] * step.lasts();
        lasts += next[i];
        until = step.until();
      }
    }
    if (lasts <= 0 || seconds >= enough) {
      return seconds;
    }
    for (int i = 0; i < next.length; i++) {
      next[i] /= lasts;
    }
    return seconds + lasts * best(point.then(next, until, acts));
  }

  /** Of the best that can be done. */
  private double best(Point point) {
    double best = page(point);
    if (point.depth > 0 && point.actions > 0) {
      for (Action action : remedies) {
        best = Math.min(best, act(action, point, best));
      }
    }
    if (point.depth > 0 && point.waits > 0) {
      best = Math.min(best, wait(point, best));
    }
    return best;
  }
}
