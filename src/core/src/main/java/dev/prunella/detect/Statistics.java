package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The statistics whose tails are learned: one upward and one downward for each {@link Deviation},
 * but volatility, which only grows. All are exponentially weighted moving averages (Roberts 1959)
 * of winsorised deviations, on several time scales, as one scale sees either short or small
 * changes.
 *
 * <p>Their units do not matter, as each is compared with its own past only; the factors bring them
 * to about the size of a standard deviation, where the histograms of {@link Tail} have their
 * buckets.
 */
final class Statistics {
  /** Two for each deviation, even = upward, odd = downward; the last one is volatility. */
  static final int COUNT = 9;

  private static final int VOLATILITY = 8;

  /** Stands for the evidence of {@link Delivery}, which has no tail. */
  static final int DELIVERY = COUNT;

  private static final double RECENT_GAIN = 0.3;
  private static final int SHIFT_POINTS = 8;
  private static final int DRIFT_POINTS = 64;
  private static final int VOLATILITY_POINTS = 64;
  private static final double DEVIATION_CLIP = 8;
  private static final double CHANGE_CLIP = 4;

  /** Least unit of a change, in spreads: a series smooth from point to point may still bend. */
  private static final double CHANGE_FLOOR = 0.05;

  private final double[] value = new double[COUNT];
  private double recent;
  private double shift;
  private double drift;
  private double volatility = 1;
  private double meanChange;
  private double change;
  private double changeUnit;

  static Deviation deviation(int statistic) {
    if (statistic == DELIVERY) {
      return Deviation.DELIVERY;
    }
    return switch (statistic / 2) {
      case 0 -> Deviation.SPIKE;
      case 1 -> Deviation.JUMP;
      case 2 -> Deviation.SHIFT;
      case 3 -> Deviation.DRIFT;
      default -> Deviation.VOLATILITY;
    };
  }

  /** 1 upward, -1 downward, 0 neither. */
  static int direction(int statistic) {
    return statistic == VOLATILITY ? 0 : statistic % 2 == 0 ? 1 : -1;
  }

  /**
   * A slow statistic's points repeat each other, so its prior must last longer; see {@link Tail}.
   */
  static double priorFactor(int statistic) {
    return switch (deviation(statistic)) {
      case SPIKE, JUMP, SHIFT -> 1;
      case DRIFT -> 2;
      case VOLATILITY, DELIVERY -> 4;
    };
  }

  double get(int statistic) {
    return value[statistic];
  }

  /**
   * Takes in a point.
   *
   * @param residual value less level and season
   * @param scale the spread at this time, {@literal > 0}
   * @param floor least unit that is not rounding, {@literal > 0}
   * @param fresh whether the point before this one is missing or too old to compare with
   */
  void observe(double residual, double scale, double floor, boolean fresh) {
    double deviation = residual / scale;
    double clipped = Baseline.clip(deviation, DEVIATION_CLIP);
    if (fresh) {
      recent = residual;
    }
    change = residual - recent;
    changeUnit = Math.max(meanChange, Math.max(floor, CHANGE_FLOOR * scale));
    double changes = change / changeUnit;
    recent += RECENT_GAIN * change;
    shift += (clipped - shift) / SHIFT_POINTS;
    drift += (clipped - drift) / DRIFT_POINTS;
    volatility += (Math.min(Math.abs(changes), CHANGE_CLIP) - volatility) / VOLATILITY_POINTS;

    value[0] = deviation;
    value[2] = changes;
    value[4] = 3 * shift;
    value[6] = 6 * drift;
    for (int i = 0; i < VOLATILITY; i += 2) {
      value[i + 1] = -value[i];
    }
    value[VOLATILITY] = 4 * volatility;
  }

  /** Learns how large changes usually are from the point last observed. */
  void learn(double gain, double clipUnits) {
    double size = Math.abs(change);
    meanChange += gain * (Math.min(size, clipUnits * changeUnit) - meanChange);
  }

  /**
   * Forgets what the slowest statistics have seen, if the fired one is faster: it was a fault, and
   * they would remember it for a hundred points after its end. The fired one is left to decay, for
   * its points need not be outside the band.
   */
  void forget(int fired) {
    if (deviation(fired).compareTo(Deviation.DRIFT) < 0) {
      drift = 0;
      volatility = 1;
    }
  }

  /** Starts the moving averages again around a new level. */
  void rebase(double residual) {
    recent = residual;
    shift = 0;
    drift = 0;
  }

  /**
   * Writes what lasts from point to point; the values themselves are those of the last point only.
   */
  void write(DataOutput out) throws IOException {
    out.writeDouble(recent);
    out.writeDouble(shift);
    out.writeDouble(drift);
    out.writeDouble(volatility);
    out.writeDouble(meanChange);
  }

  static Statistics read(DataInput in) throws IOException {
    Statistics s = new Statistics();
    s.recent = in.readDouble();
    s.shift = in.readDouble();
    s.drift = in.readDouble();
    s.volatility = in.readDouble();
    s.meanChange = in.readDouble();
    return s;
  }
}
