package dev.prunella.plant;

/**
 * How a batch stage works.
 *
 * @param everyMillis between the starts of two runs
 * @param startUp of a run, in seconds
 * @param rate records per second
 * @param timeout after which a run is stopped, in seconds
 * @param tolerance share of refused records up to which a run succeeds
 */
record Work(long everyMillis, double startUp, double rate, double timeout, double tolerance) {

  /**
   * A usual batch takes a fifth of the time between two runs, after some 30 s until the workers are
   * there; stopped after four thirds of it.
   */
  static Work ofTransform(long everyMillis, double usual) {
    double seconds = everyMillis / 1000.0;
    return new Work(everyMillis, Math.min(30, seconds / 6), 5 * usual, seconds * 4 / 3, 0);
  }

  /** COPY's MAXERROR: one bad row in a hundred is tolerated. */
  static Work ofLoad(long everyMillis, double usual) {
    double seconds = everyMillis / 1000.0;
    return new Work(everyMillis, Math.min(6, seconds / 20), 12 * usual, seconds * 2.5, 0.01);
  }

  /** Most records of one run: so many that it ends well before its timeout. */
  long batch() {
    return Math.max(1, (long) (0.6 * rate * timeout));
  }
}
