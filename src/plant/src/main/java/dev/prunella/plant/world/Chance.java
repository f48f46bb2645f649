package dev.prunella.plant.world;

import dev.prunella.decide.Ids;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Streams of chance, each named by what it is for: what is drawn for one purpose does not depend on
 * how often another one draws. So the same faults meet the same arrivals and the same luck,
 * whatever is done about them (common random numbers).
 */
public record Chance(long seed) {

  /** The stream for this purpose; the same purpose begins the same stream anew. */
  public RandomGenerator stream(Object... purpose) {
    return new SplittableRandom(number(purpose));
  }

  /** One number for this purpose, 0 to 1. */
  public double draw(Object... purpose) {
    return stream(purpose).nextDouble();
  }

  /** A seed for this purpose. */
  public long number(Object... purpose) {
    return Long.parseUnsignedLong(Ids.of(seed, List.of(purpose)), 16);
  }
}
