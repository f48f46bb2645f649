package dev.prunella.plant;

/**
 * How well a pipeline kept what it promises, in minutes since the plant began to work.
 *
 * @param minutes in all
 * @param violated in which one of the four was missed, or more of them
 * @param stale in which the delivered work was too old
 * @param failing in which too few of the runs of the last hour had succeeded
 * @param bad in which too much of what went through in the last hour was wrong or lost
 * @param slow in which runs took too long
 */
public record Slo(
    double minutes, double violated, double stale, double failing, double bad, double slow) {

  /** Share of the time in which all was kept, 0 to 1. */
  public double adherence() {
    return minutes == 0 ? 1 : 1 - violated / minutes;
  }

  /** What was added since an earlier time. */
  public Slo since(Slo before) {
    return new Slo(
        minutes - before.minutes,
        violated - before.violated,
        stale - before.stale,
        failing - before.failing,
        bad - before.bad,
        slow - before.slow);
  }

  /** Both together. */
  public Slo plus(Slo other) {
    return new Slo(
        minutes + other.minutes,
        violated + other.violated,
        stale + other.stale,
        failing + other.failing,
        bad + other.bad,
        slow + other.slow);
  }
}
