package dev.prunella.plant;

import dev.prunella.plant.fault.Condition;
import dev.prunella.schemas.StageKind;
import java.util.random.RandomGenerator;

/**
 * One stage of a simulated pipeline: a queue, and a server that faults impair and actions change.
 * Records are only ever moved: out of a queue, into the next one.
 */
abstract class Stage {
  /** The part of its usual work that a throttled stage still takes on. */
  private double throttle = 1;

  private double boost = 1;
  private long throttledUntil;
  private long boostedUntil;
  private long downUntil;

  final String name;
  final StageKind kind;
  final Condition condition = new Condition();
  final RandomGenerator noise;

  /** Records that wait for this stage. */
  long queue;

  Stage(String name, StageKind kind, RandomGenerator noise) {
    this.name = name;
    this.kind = kind;
    this.noise = noise;
  }

  /**
   * One step of time.
   *
   * @param now its end, in milliseconds
   * @param seconds its length
   */
  abstract void step(long now, double seconds, Probe probe);

  /** What is held in memory is lost, and has to be done again. */
  abstract void loseProgress(Probe probe);

  /** Asks for another try at once. */
  abstract void tryAgain();

  /** Whether as little waits for it as usual, and its last try succeeded. */
  abstract boolean isWell();

  /** Nothing is done until then. */
  final void takeDown(long until) {
    downUntil = Math.max(downUntil, until);
  }

  final boolean isDown(long now) {
    return now <= downUntil;
  }

  /**
   * More workers or larger ones, at least until then and as long as they are needed.
   *
   * @param factor more than 0
   */
  final void boost(double factor, long until) {
    boost = factor;
    boostedUntil = until;
  }

  /**
   * Less is taken on until then.
   *
   * @param factor share of the usual work, 0 to 1
   */
  final void throttle(double factor, long until) {
    throttle = factor;
    throttledUntil = until;
  }

  /** Multiple of the work that this stage can do now, faults and sizes considered. */
  final double capacity(long now) {
    if (now > boostedUntil && isWell()) {
      boost = 1; // what is not needed is given back, as autoscaling does
    }
    return boost * condition.capacity();
  }

  /** Share of the usual work that it may take on now. */
  final double share(long now) {
    return now <= throttledUntil ? throttle : 1;
  }

  /** Noise around 1: most draws lie within the spread, none beyond three of them. */
  final double about(double spread) {
    double sum = noise.nextDouble() + noise.nextDouble() + noise.nextDouble();
    return 1 + 2 * spread * (sum - 1.5);
  }
}
