package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is normal: a level, a spread, and a season where there is one.
 *
 * <p>Three models run side by side, level alone, with a day, with a week; the one whose
 * predictions, made before each point is learned, have been off the least is used. All updates are
 * winsorised (Huber 1964), so that an outlier moves them by a few spreads at most. Not called while
 * a signal is open.
 */
final class Baseline {
  private static final int LEVEL_ONLY = 0;
  private static final int MODELS = 3;
  private static final long[] PERIODS = {0, Season.DAY, Season.WEEK};
  private static final int[] MAX_BINS = {0, 72, 168};
  private static final int MIN_POINTS_A_PERIOD = 12;

  /** Periods that must have been seen before a season is used. */
  private static final int TRIAL_PERIODS = 3;

  /** Periods after which a season that explains nothing is given up for good. */
  private static final int DROP_PERIODS = 8;

  /** A season must pay for itself: share of the error without it, to be used and to stay in use. */
  private static final double GAIN_TO_USE = 0.85;

  private static final double GAIN_TO_REPLACE_THE_DAY = 0.9;

  /** Points from which on single points are clipped; until then the spread itself is a guess. */
  private static final int CLIP_FROM = 30;

  private final Season[] seasons = new Season[MODELS];
  private final double[] level = new double[MODELS];
  private final double[] error = new double[MODELS];
  private int model;
  private int points;
  private long since;
  private double spread;
  private double amplitude;

  static double clip(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  boolean isEmpty() {
    return points == 0;
  }

  /** Period of the season in use in milliseconds; 0 when none is. */
  long seasonMillis() {
    return PERIODS[model];
  }

  /** The mean over the season in use. */
  double level() {
    return level[model];
  }

  double seasonalAt(long millis) {
    return model == LEVEL_ONLY ? 0 : seasons[model].at(millis);
  }

  double expectedAt(long millis) {
    return level[model] + seasonalAt(millis);
  }

  /**
   * Least spread: rounding of a double's arithmetic, and a share of the largest deviation known.
   */
  double floorAt(long millis, SeriesParameters parameters) {
    return 1e-6 * Math.abs(expectedAt(millis))
        + parameters.amplitudeFloor() * amplitude
        + Double.MIN_NORMAL;
  }

  /** The spread expected at a time: mean absolute deviation, floored; {@literal > 0}. */
  double scaleAt(long millis, SeriesParameters parameters) {
    double scale = spread;
    if (model != LEVEL_ONLY) {
      scale = Math.max(0.5 * spread, seasons[model].spreadAt(millis));
    }
    return Math.max(scale, floorAt(millis, parameters));
  }

  /** Learning rate of level and spread: a mean at first, then exponential. */
  double gain(SeriesParameters parameters) {
    return 1.0 / Math.min(points + 1, parameters.baselinePoints());
  }

  void learn(long millis, double value, double intervalMillis, SeriesParameters parameters) {
    if (points == 0) {
      since = millis;
      Arrays.fill(level, value);
    }
    double gain = gain(parameters);
    double size = Math.abs(value - expectedAt(millis));
    double unit = Math.max(spread, floorAt(millis, parameters));
    double limit = points < CLIP_FROM ? Double.MAX_VALUE : parameters.clipSpreads() * unit;
    for (int m = 0; m < MODELS; m++) {
      if (m == LEVEL_ONLY || seasons[m] != null) {
        learn(m, millis, value, gain, limit);
      }
    }
    spread += gain * (Math.min(size, limit) - spread);
    remember(size, parameters);
    points++;
    if (points == CLIP_FROM) {
      startSeasons(intervalMillis);
    }
    chooseModel(millis);
  }

  private void learn(int m, long millis, double value, double gain, double limit) {
    Season season = seasons[m];
    double residual = value - level[m] - (season == null ? 0 : season.at(millis));
    if (season != null && !season.knows(millis)) {
      error[m] = error[LEVEL_ONLY];
    } else {
      // Slower than the level (0.3): the choice of a model should not flicker.
      double slow = Math.max(0.3 * gain, 1.0 / (points + 1));
      error[m] += slow * (Math.min(Math.abs(residual), limit) - error[m]);
    }
    if (season != null) {
      season.learn(millis, value - level[m], limit);
    }
    level[m] += gain * clip(residual, limit);
  }

  /** Keeps a deviation as the yardstick for the spread's floor. */
  void remember(double deviation, SeriesParameters parameters) {
    amplitude = Math.max(amplitude * (1 - 1.0 / parameters.budgetPoints()), Math.abs(deviation));
  }

  void interrupt() {
    for (int m = 1; m < MODELS; m++) {
      if (seasons[m] != null) {
        seasons[m].interrupt();
      }
    }
  }

  private void startSeasons(double intervalMillis) {
    for (int m = 1; m < MODELS; m++) {
      boolean fits = intervalMillis * MIN_POINTS_A_PERIOD <= PERIODS[m];
      seasons[m] = fits ? Season.of(PERIODS[m], MAX_BINS[m], intervalMillis) : null;
      level[m] = level[LEVEL_ONLY];
      error[m] = error[LEVEL_ONLY];
    }
  }

  private void chooseModel(long millis) {
    int best = LEVEL_ONLY;
    double bar = GAIN_TO_USE * error[LEVEL_ONLY];
    for (int m = 1; m < MODELS; m++) {
      if (seasons[m] != null && millis - since > TRIAL_PERIODS * PERIODS[m] && error[m] < bar) {
        best = m;
        bar = GAIN_TO_REPLACE_THE_DAY * error[m];
      }
    }
    model = best;
    for (int m = 1; m < MODELS; m++) {
      boolean tried = millis - since > DROP_PERIODS * PERIODS[m];
      if (seasons[m] != null && m != model && tried && error[m] >= error[LEVEL_ONLY]) {
        seasons[m] = null; // most series have no season, and should not pay its memory for ever
      }
    }
  }

  /** Adopts a new normal, learned by a shadow while a signal was open. */
  void rebase(long millis, double intervalMillis, Shadow shadow) {
    if (model != LEVEL_ONLY && shadow.spreadWithoutSeason() < GAIN_TO_USE * shadow.spread()) {
      model = LEVEL_ONLY;
      level[LEVEL_ONLY] = shadow.levelWithoutSeason();
      spread = shadow.spreadWithoutSeason();
      error[LEVEL_ONLY] = spread;
      startSeasons(intervalMillis);
      since = millis;
      return;
    }
    double step = shadow.level() - level[model];
    for (int m = 0; m < MODELS; m++) {
      level[m] += step;
    }
    spread = shadow.spread();
    interrupt();
  }

  void write(DataOutput out) throws IOException {
    for (int m = 0; m < MODELS; m++) {
      out.writeBoolean(seasons[m] != null);
      if (seasons[m] != null) {
        seasons[m].write(out);
      }
      out.writeDouble(level[m]);
      out.writeDouble(error[m]);
    }
    out.writeByte(model);
    out.writeInt(points);
    out.writeLong(since);
    out.writeDouble(spread);
    out.writeDouble(amplitude);
  }

  static Baseline read(DataInput in) throws IOException {
    Baseline b = new Baseline();
    for (int m = 0; m < MODELS; m++) {
      b.seasons[m] = in.readBoolean() ? Season.read(in) : null;
      b.level[m] = in.readDouble();
      b.error[m] = in.readDouble();
    }
    b.model = in.readByte();
    b.points = in.readInt();
    b.since = in.readLong();
    b.spread = in.readDouble();
    b.amplitude = in.readDouble();
    return b;
  }
}
