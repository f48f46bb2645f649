package dev.prunella.plant.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A figure with the range in which it lies in 95 of 100 evaluations as this one, over other seeds.
 *
 * @param mean the figure itself; NaN: there was nothing to measure
 * @param lo lower end
 * @param hi upper end
 */
public record Estimate(double mean, double lo, double hi) {
  static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

  private static final double ALPHA = 0.05;

  /**
   * Quantile 0.975 of Student's distribution for 1 to 30 degrees of freedom (any table;
   * NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
   */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /**
   * From samples of the bootstrap, the first of which is the figure itself. The plain percentiles
   * are too narrow for few seeds, so they lie further out by what Student's distribution is wider
   * than the normal one (the expanded percentile interval: Hesterberg, What Teachers Should Know
   * About the Bootstrap, The American Statistician 69(4), 2015, sec. 5.3). From one seed alone
   * nothing is known of others: then the ends are the figure.
   *
   * @param seeds in each scenario, the least
   * @param freedom seeds less one, over all scenarios
   */
  static Estimate of(double[] samples, int seeds, int freedom) {
    double[] sorted = Arrays.stream(samples).skip(1).filter(Double::isFinite).sorted().toArray();
    if (!Double.isFinite(samples[0]) || sorted.length == 0) {
      return NONE;
    }
    double tail = freedom < 1 ? 0.5 : tail(seeds, freedom);
    return freedom < 1
        ? new Estimate(samples[0], samples[0], samples[0])
        : new Estimate(samples[0], at(sorted, tail), at(sorted, 1 - tail));
  }

  private static double tail(int seeds, int freedom) {
    double student = freedom <= STUDENT.length ? STUDENT[freedom - 1] : 1.96 + 2.5 / freedom;
    double z = student * Math.sqrt(seeds / Math.max(1.0, seeds - 1.0));
    return Math.min(ALPHA / 2, normalTail(z));
  }

  /**
   * Probability above z, 0 or more (Abramowitz and Stegun, 1964, eq. 26.2.17; error below 1e-7).
   */
  private static double normalTail(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }

  private static double at(double[] sorted, double share) {
    int index = (int) Math.round(share * (sorted.length - 1));
    return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
  }

  /** Whether there was something to measure. */
  public boolean isKnown() {
    return !Double.isNaN(mean);
  }

  /**
   * Mean of the same figure over several scenarios, sample by sample; those without it left out.
   */
  static double[] mean(List<double[]> samples) {
    double[] mean = new double[samples.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      int known = 0;
      for (double[] one : samples) {
        if (Double.isFinite(one[i])) {
          sum += one[i];
          known++;
        }
      }
      mean[i] = sum / known; // NaN without any
    }
    return mean;
  }

  /** One as a multiple of the other, sample by sample. */
  static double[] ratio(double[] above, double[] below) {
    double[] ratio = new double[above.length];
    for (int i = 0; i < ratio.length; i++) {
      ratio[i] = above[i] / below[i];
    }
    return ratio;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", mean, lo, hi);
  }
}
