package dev.prunella.plant;

import dev.prunella.decide.Ids;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Streams of chance, each named by what it is for: what is drawn for one purpose does not depend on
 * how often another one draws. So the same faults meet the same arrivals, whatever is done about
 * them.
 */
record Chance(long seed) {

  /** The stream for this purpose; the same purpose begins the same stream anew. */
  RandomGenerator stream(Object... purpose) {
    return new SplittableRandom(Long.parseUnsignedLong(Ids.of(seed, List.of(purpose)), 16));
  }
}
