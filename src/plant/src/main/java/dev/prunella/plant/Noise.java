package dev.prunella.plant;

/**
 * Chance by the moment: what is drawn at a moment depends on the seed, the moment and the how
 * manieth draw it is, and on nothing that was drawn before. So the moments after an action are as
 * lucky as they were without it, and nobody needs to draw what nobody looks at. SplitMix64 (Steele,
 * Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). Not thread-safe.
 */
final class Noise {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  Noise(long seed) {
    this.seed = seed;
  }

  /** Begins the draws of a moment. */
  void at(long moment) {
    state = mix(seed ^ mix(moment * GOLDEN));
  }

  private long next() {
    state += GOLDEN;
    return mix(state);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Evenly spread over 0 to 1. */
  double share() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** About normal, with mean 0 and deviation 1, never beyond 3.5: the sum of four even numbers. */
  double normal() {
    long bits = next();
    long sum =
        (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48 & 0xFFFF);
    return (sum / 65_536.0 - 2 + 2 / 65_536.0) * 1.7320508075688772;
  }

  /** Noise around 1: most draws lie within the spread, none beyond 3.5 of them, none below 0. */
  double about(double spread) {
    return Math.max(0, 1 + spread * normal());
  }
}
