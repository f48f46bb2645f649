package dev.prunella.plant;

/**
 * A cluster or pool that stages share. When they want more than it has, each gets the same part of
 * what it wants. What they want in one step shows in the next one. Not thread-safe.
 */
final class Resource {
  /** However much smaller it is made: this part of what is usually needed is left. */
  private static final double LEAST = 0.05;

  final String name;
  private final double capacity;
  private double needed; // records per second, by all of its stages in the mean
  private double added; // by those who made their part larger
  private double wanted; // in this step
  private double part = 1;

  /**
   * @param capacity as a multiple of what its stages usually need together, more than 0
   */
  Resource(String name, double capacity) {
    this.name = name;
    this.capacity = capacity;
  }

  /** One more stage runs on it, with so many records per second in the mean. */
  void join(double usual) {
    needed += usual;
  }

  /** It becomes larger by so many records per second, or smaller. */
  void enlarge(double by) {
    added += by;
  }

  /** A stage would do so many records per second if it were alone. */
  void want(double rate) {
    wanted += rate;
  }

  /** The step ends: what was wanted in it counts for the next one. */
  void settle() {
    double has = Math.max(LEAST * needed, capacity * needed + added);
    part = wanted <= has ? 1 : has / wanted;
    wanted = 0;
  }

  /** Which part of what it wants each stage gets, more than 0, at most 1. */
  double part() {
    return part;
  }
}
