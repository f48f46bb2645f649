package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The shape of one period (a day, a week), learned online: a level and a spread for each phase bin.
 *
 * <p>The seasonal part of additive exponential smoothing (Winters 1960) with two changes: a bin
 * learns once a pass, from the mean of its points, so that sampling interval and bin width need not
 * match; and the gain is 1/pass until the memory is filled, so that early passes are averaged
 * rather than remembered for ever. The spread of a bin lets a steep edge, whose moment varies, be
 * uncertain without making the flat hours uncertain.
 */
final class Season {
  static final long DAY = 86_400_000L;
  static final long WEEK = 7 * DAY;

  /**
   * Passes whose shape is remembered; long enough for stability, short enough to follow a season.
   */
  private static final int MEMORY_PASSES = 8;

  private static final int SPREAD_AT = Float.BYTES;
  private static final int PASSES_AT = 2 * Float.BYTES;
  private static final int BIN_BYTES = PASSES_AT + 1;

  private final long period;
  private final boolean interpolate;
  private final int bins;

  /** Of each bin: level and spread as floats, and the number of passes. See {@link Packed}. */
  private final byte[] shape;

  private int current = -1;
  private double sum;
  private double deviation;
  private int points;

  private Season(long period, int bins, boolean interpolate) {
    this.period = period;
    this.interpolate = interpolate;
    this.bins = bins;
    shape = new byte[BIN_BYTES * bins];
  }

  /**
   * A season not yet learned.
   *
   * @param period its length in milliseconds
   * @param maxBins bins at most; fewer when the series is sampled more coarsely
   * @param intervalMillis the sampling interval
   */
  static Season of(long period, int maxBins, double intervalMillis) {
    int bins = (int) Math.max(2, Math.min(maxBins, Math.round(period / intervalMillis)));
    // A bin that holds one sample is that sample; between bins of several samples the shape is
    // linear.
    return new Season(period, bins, intervalMillis * bins < 0.75 * period);
  }

  long period() {
    return period;
  }

  /** The seasonal part expected at a time, in units of the series. */
  double at(long millis) {
    if (!interpolate) {
      return level(bin(millis));
    }
    double position = (double) Math.floorMod(millis, period) * bins / period - 0.5;
    int left = (int) Math.floor(position);
    double share = position - left;
    int from = left < 0 ? bins - 1 : left;
    int to = (left + 1) % bins;
    return level(from) * (1 - share) + level(to) * share;
  }

  /**
   * Mean absolute deviation from the shape at this phase, in units of the series; 0 when unknown.
   */
  double spreadAt(long millis) {
    return spread(bin(millis));
  }

  /** Whether this phase has been seen often enough to be used. */
  boolean knows(long millis) {
    return passes(bin(millis)) >= 2;
  }

  /**
   * Learns from a value less its level; {@code clip} bounds what one point can do once a shape is
   * known.
   */
  void learn(long millis, double valueLessLevel, double clip) {
    int bin = bin(millis);
    if (bin != current) {
      commit();
      restart(bin);
    }
    double error = valueLessLevel - at(millis);
    if (passes(bin) >= 3) {
      error = Math.max(-clip, Math.min(clip, error));
    }
    sum += error;
    deviation += Math.abs(error);
    points++;
  }

  /** Forgets the bin under way, whose points may already belong to a fault. */
  void interrupt() {
    restart(-1);
  }

  private void restart(int bin) {
    current = bin;
    sum = 0;
    deviation = 0;
    points = 0;
  }

  private void commit() {
    if (points == 0) {
      return;
    }
    int pass = passes(current);
    float step = (float) (Math.max(1.0 / (pass + 1), 1.0 / MEMORY_PASSES) * sum / points);
    Packed.set(shape, BIN_BYTES * current, level(current) + step);
    // The first pass measures the distance from an unlearned shape, so the spread starts with the
    // second.
    if (pass > 0) {
      double gain = Math.max(1.0 / pass, 1.0 / MEMORY_PASSES);
      float change = (float) (gain * (deviation / points - spread(current)));
      Packed.set(shape, BIN_BYTES * current + SPREAD_AT, spread(current) + change);
    }
    if (pass < MEMORY_PASSES) {
      shape[BIN_BYTES * current + PASSES_AT]++;
    }
  }

  private float level(int bin) {
    return Packed.get(shape, BIN_BYTES * bin);
  }

  private float spread(int bin) {
    return Packed.get(shape, BIN_BYTES * bin + SPREAD_AT);
  }

  private int passes(int bin) {
    return shape[BIN_BYTES * bin + PASSES_AT];
  }

  private int bin(long millis) {
    return (int) (Math.floorMod(millis, period) * bins / period);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(period);
    out.writeShort(bins);
    out.writeBoolean(interpolate);
    out.write(shape);
    out.writeShort(current);
    out.writeDouble(sum);
    out.writeDouble(deviation);
    out.writeInt(points);
  }

  static Season read(DataInput in) throws IOException {
    Season season = new Season(in.readLong(), in.readShort(), in.readBoolean());
    in.readFully(season.shape);
    season.current = in.readShort();
    season.sum = in.readDouble();
    season.deviation = in.readDouble();
    season.points = in.readInt();
    return season;
  }
}
