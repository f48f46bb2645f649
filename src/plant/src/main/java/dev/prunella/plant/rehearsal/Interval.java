package dev.prunella.plant.rehearsal;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A mean over seeds, and the range in which it lies in 95 of 100 samples as this one: the
 * percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
 */
public record Interval(double mean, double lower, double upper) {
  private static final int SAMPLES = 4000;
  private static final long SEED = 1; // of the resampling: the same values give the same interval

  /**
   * @param values one for each seed; not empty
   */
  public static Interval of(double... values) {
    return ofRatio(values, ones(values.length));
  }

  /**
   * The mean of one measure as a multiple of the mean of another one, which was taken with the same
   * seeds: what differs from seed to seed alone falls out.
   *
   * @param values one for each seed; not empty
   * @param others as many, above 0
   */
  public static Interval ofRatio(double[] values, double[] others) {
    if (values.length == 0 || values.length != others.length) {
      throw new IllegalArgumentException(
          "there are %s values and %s others; expected as many, and at least one"
              .formatted(values.length, others.length));
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      double sum = 0;
      double other = 0;
      for (int n = 0; n < values.length; n++) {
        int drawn = random.nextInt(values.length);
        sum += values[drawn];
        other += others[drawn];
      }
      means[i] = sum / other;
    }
    Arrays.sort(means);
    double mean = Arrays.stream(values).sum() / Arrays.stream(others).sum();
    return new Interval(mean, means[(int) (0.025 * SAMPLES)], means[(int) (0.975 * SAMPLES) - 1]);
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", mean, lower, upper);
  }
}
