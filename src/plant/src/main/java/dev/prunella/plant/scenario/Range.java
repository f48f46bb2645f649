package dev.prunella.plant.scenario;

/**
 * Lowest and highest value of what a world draws; where they are equal, it is given. Durations are
 * in seconds.
 *
 * @param least finite
 * @param most finite, {@code least} or more
 */
public record Range(double least, double most) {

  public Range {
    if (!Double.isFinite(least) || !Double.isFinite(most) || least > most) {
      throw new IllegalArgumentException(
          "a range is " + least + ".." + most + "; expected two numbers, the lower one first");
    }
  }

  /** What is given, and not drawn. */
  public static Range of(double value) {
    return new Range(value, value);
  }

  public static Range of(double least, double most) {
    return new Range(least, most);
  }

  /** From so many minutes to so many, in seconds. */
  public static Range minutes(double least, double most) {
    return new Range(60 * least, 60 * most);
  }

  /**
   * The value at a draw: evenly spread.
   *
   * @param draw 0 to 1
   */
  public double at(double draw) {
    return least + (most - least) * draw;
  }

  public boolean isGiven() {
    return least == most;
  }

  /** The middle of it. */
  public double middle() {
    return at(0.5);
  }

  /** As it stands in a file: {@code 0.3..0.6}, or the one number. */
  @Override
  public String toString() {
    return isGiven() ? Double.toString(least) : least + ".." + most;
  }
}
