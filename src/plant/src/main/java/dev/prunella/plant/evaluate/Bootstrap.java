package dev.prunella.plant.evaluate;

import java.util.SplittableRandom;

/**
 * Samples of seeds, drawn with replacement: always the same ones for the same scenario and number
 * of seeds, so that all policies and metrics are seen in the same samples and their differences are
 * paired (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 6 and 13).
 */
final class Bootstrap {

  /** How many samples are drawn; the sample as it is comes before them. */
  static final int SAMPLES = 4000;

  private Bootstrap() {}

  /**
   * How often each seed is in each sample.
   *
   * @param scenario by name; other scenarios draw independently of it
   * @param seeds how many there are, 1 or more
   * @return one row for each sample, the first one with every seed once
   */
  static int[][] counts(String scenario, int seeds) {
    SplittableRandom random = new SplittableRandom(scenario.hashCode() * 31L + seeds);
    int[][] counts = new int[SAMPLES + 1][seeds];
    for (int seed = 0; seed < seeds; seed++) {
      counts[0][seed] = 1;
    }
    for (int sample = 1; sample <= SAMPLES; sample++) {
      for (int i = 0; i < seeds; i++) {
        counts[sample][random.nextInt(seeds)]++;
      }
    }
    return counts;
  }
}
