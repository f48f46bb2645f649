package dev.prunella.plant.world;

import java.util.random.RandomGenerator;

/**
 * Gamma-distributed numbers with scale 1; normalised they are a Dirichlet-distributed mix. By
 * Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26(3), 2000.
 */
final class Gamma {
  private Gamma() {}

  /**
   * @param shape more than 0
   */
  static double draw(double shape, RandomGenerator random) {
    if (shape < 1) { // their section 6
      return draw(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
