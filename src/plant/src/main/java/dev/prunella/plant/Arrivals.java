package dev.prunella.plant;

import dev.prunella.plant.scenario.LoadSpec;
import dev.prunella.plant.scenario.Peak;
import dev.prunella.plant.world.Chance;

/**
 * What arrives at a pipeline: a usual rate with a daily and weekly load and peaks, fluctuations
 * that last for minutes, and the chance of single records. Not thread-safe.
 */
final class Arrivals {
  private static final long DAY = 86_400_000;

  /** Autocorrelation of the fluctuations over one minute. */
  private static final double LASTING = 0.8;

  /** The busiest hour lies between these (UTC). */
  private static final double EARLIEST = 9;

  private static final double LATEST = 17;

  private final Noise luck;
  private final double rate; // records per second
  private final double swing;
  private final double busiest; // hour of the day
  private final double weekend;
  private final long origin; // midnight of the first day
  private final Peak[] peaks;
  private final double[] times;
  private final double keep; // of the fluctuation, over one step
  private final double stir;
  private final double seconds; // of one step
  private double fluctuation;

  /**
   * @param rate records per second on the mean of a day
   * @param start of the plant, in milliseconds
   * @param seconds length of a step
   */
  Arrivals(String pipeline, double rate, LoadSpec load, long start, double seconds, Chance chance) {
    this.luck = new Noise(chance.number("arrivals", pipeline));
    this.rate = rate;
    this.swing = load.dailySwing().at(chance.draw("swing", pipeline));
    this.busiest = EARLIEST + (LATEST - EARLIEST) * chance.draw("busiest", pipeline);
    this.weekend = load.weekendShare();
    this.origin = Math.floorDiv(start, DAY) * DAY;
    this.peaks = load.peaks().toArray(new Peak[0]);
    this.times = new double[peaks.length];
    for (int i = 0; i < peaks.length; i++) {
      times[i] = peaks[i].times().at(chance.draw("peak", pipeline, i));
    }
    this.seconds = seconds;
    keep = Math.pow(LASTING, seconds / 60);
    stir = 0.05 * Math.sqrt(1 - keep * keep);
  }

  /** Multiple of the usual that arrives in the mean at this time, in milliseconds. */
  double load(long now) {
    double load = 1 + swing * Math.cos(2 * Math.PI * (now / (double) DAY - busiest / 24));
    if (weekend != 1) {
      long day = Math.floorMod(Math.floorDiv(now, DAY) + 3, 7); // 1970 began on a Thursday
      load *= day >= 5 ? weekend : 1;
    }
    for (int i = 0; i < peaks.length; i++) {
      long into = Math.floorMod(now - origin, peaks[i].every().toMillis());
      long since = into - peaks[i].at().toMillis();
      since = since < 0 ? since + peaks[i].every().toMillis() : since;
      load *= since < peaks[i].lasts().toMillis() ? times[i] : 1;
    }
    return load;
  }

  /**
   * How many records arrive in a step.
   *
   * @param now its end, in milliseconds
   * @param load multiple of the usual
   */
  long during(long now, double load) {
    luck.at(now);
    fluctuation = keep * fluctuation + stir * luck.normal();
    double mean = rate * seconds * load * Math.exp(fluctuation);
    // a Poisson count, by the normal that it is close to where the mean is large
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * luck.normal()));
  }
}
