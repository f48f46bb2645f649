package dev.prunella.plant;

import java.util.random.RandomGenerator;

/**
 * What arrives at a source: a usual rate with a daily load, fluctuations that last for minutes, and
 * the chance of single records.
 */
final class Arrivals {
  private static final double DAY = 86_400_000;

  /** Autocorrelation of the fluctuations over one minute. */
  private static final double LASTING = 0.8;

  private final RandomGenerator random;
  private final double rate; // records per second
  private final double swing;
  private final double busiest; // hour of the day
  private double fluctuation;

  /**
   * @param rate records per second on the mean of a day
   * @param swing by which share the busiest hour exceeds the mean, 0 to 1
   * @param busiest hour of the day (UTC)
   */
  Arrivals(RandomGenerator random, double rate, double swing, double busiest) {
    this.random = random;
    this.rate = rate;
    this.swing = swing;
    this.busiest = busiest;
  }

  /** Usual records per second. */
  double rate() {
    return rate;
  }

  /**
   * How many records arrive.
   *
   * @param now end of the step, in milliseconds
   * @param seconds length of the step
   * @param flood multiple of the usual
   */
  long during(long now, double seconds, double flood) {
    double keep = Math.pow(LASTING, seconds / 60);
    fluctuation = keep * fluctuation + 0.05 * Math.sqrt(1 - keep * keep) * random.nextGaussian();
    double phase = 2 * Math.PI * (now / DAY - busiest / 24);
    double mean = rate * seconds * flood * (1 + swing * Math.cos(phase)) * Math.exp(fluctuation);
    // a Poisson count, by the normal that it is close to where the mean is large
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
  }
}
