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

  /** Most records of one run: so many that it ends well before its timeout. */
  long batch() {
    return (long) (0.6 * rate * timeout);
  }
}
