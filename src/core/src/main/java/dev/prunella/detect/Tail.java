package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The learned upper tail of one statistic: how often has this series been as strange as this?
 *
 * <p>A histogram with logarithmic buckets (26 % apart) of non-negative values holds the past.
 * Beyond its 97 % quantile a generalised Pareto distribution is fitted to the excesses by the
 * method of moments (Hosking and Wallis 1987, eq. 5; peaks over threshold as in Siffer et al.,
 * "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, which fits by likelihood), so
 * that a series with heavy tails needs a larger value for the same surprise than a light-tailed
 * one. What has been seen is never rarer than it was seen: the fitted probability is bounded from
 * below by the empirical one.
 *
 * <p>A prior {@code P(S > s) = (1 + s)^-3} stands in for the past that a young series lacks.
 */
final class Tail {
  /** Nobody asks for the band of this tail. */
  static final double NO_BAND = 0;

  private static final int BUCKETS = 30;
  private static final int BUCKETS_PER_OCTAVE = 3;

  /**
   * Lower edge of bucket 1 in units of the statistic; the last one starts at 0.5 * 2^(28/3), about
   * 320.
   */
  private static final double FIRST_EDGE = 0.5;

  private static final double TAIL_SHARE = 0.03;

  /**
   * Least shape parameter. Noise of light tails would give 0 or less, and many a small alarm; but
   * that a tail stays light where nothing has been seen yet is more than some thousand points can
   * tell.
   */
  private static final double MIN_SHAPE = 0.3;

  /** The fit changes slowly; refitting each 16 points keeps the cost per point down. */
  private static final int REFIT_POINTS = 16;

  private static final double MAX_DECADES = 30;
  private static final double ONE_THIRD = Math.cbrt(2);
  private static final double TWO_THIRDS = Math.cbrt(4);
  private static final double[] EDGES = new double[BUCKETS + 1];

  static {
    for (int i = 1; i <= BUCKETS; i++) {
      EDGES[i] = FIRST_EDGE * Math.pow(2, (i - 1) / (double) BUCKETS_PER_OCTAVE);
    }
  }

  /** Of each bucket, as floats. See {@link Packed}. */
  private final byte[] weights = new byte[Float.BYTES * BUCKETS];

  private final double bandDecades;
  private double total;

  private int sinceFit;
  private float threshold;
  private float share;
  private float shape;
  private float scale;
  private float band;

  /**
   * A tail that knows its prior only.
   *
   * @param priorWeight what the prior is worth, in points
   * @param bandDecades surprise at which {@link #band} ends, or {@link #NO_BAND}
   */
  Tail(double priorWeight, double bandDecades) {
    this.bandDecades = bandDecades;
    for (int i = 0; i < BUCKETS; i++) {
      double above = i == BUCKETS - 1 ? 0 : Math.pow(1 + EDGES[i + 1], -3);
      setWeight(i, (float) (priorWeight * (Math.pow(1 + EDGES[i], -3) - above)));
      total += weight(i);
    }
    fit();
  }

  private Tail(double bandDecades) {
    this.bandDecades = bandDecades;
  }

  void add(double value, double pointsWorth, int memoryPoints) {
    int bucket = bucket(value);
    setWeight(bucket, weight(bucket) + (float) pointsWorth);
    total += pointsWorth;
    if (total > memoryPoints) {
      total = 0;
      for (int i = 0; i < BUCKETS; i++) {
        setWeight(i, weight(i) * 0.5f);
        total += weight(i);
      }
    }
    if (++sinceFit >= REFIT_POINTS) {
      fit();
    }
  }

  /** Surprise of a value, {@code -log10 P(S >= value)}; 0 for anything below the tail. */
  double decades(double value) {
    if (!(value > threshold)) {
      return 0;
    }
    double x = (value - threshold) / scale;
    double fitted = share * Math.pow(1 + shape * x, -1.0 / shape);
    double seen = 0;
    for (int i = BUCKETS - 1, own = bucket(value); i >= own; i--) {
      seen += weight(i);
    }
    return Math.min(MAX_DECADES, -Math.log10(Math.max(fitted, seen / total)));
  }

  /** The value whose surprise is {@code decades}: the inverse of {@link #decades}. */
  double quantile(double decades) {
    double p = Math.pow(10, -decades);
    double odds = share / p;
    double fitted = threshold;
    if (odds > 1) {
      fitted += scale * (Math.pow(odds, shape) - 1) / shape;
    }
    double seen = 0;
    int i = BUCKETS;
    while (i > 0 && seen + weight(i - 1) < p * total) {
      seen += weight(--i);
    }
    return Math.max(fitted, i < BUCKETS ? EDGES[i] : 0);
  }

  /** The bucket of a value from the bits of the double: exponent, and thirds of the octave. */
  private static int bucket(double value) {
    if (!(value >= FIRST_EDGE)) {
      return 0;
    }
    int octave = Math.getExponent(value) - Math.getExponent(FIRST_EDGE);
    double inOctave = value * Math.scalb(1.0, -Math.getExponent(value)); // 1..2
    int third = inOctave < ONE_THIRD ? 0 : inOctave < TWO_THIRDS ? 1 : 2;
    return Math.min(BUCKETS - 1, 1 + BUCKETS_PER_OCTAVE * octave + third);
  }

  private float weight(int bucket) {
    return Packed.get(weights, Float.BYTES * bucket);
  }

  private void setWeight(int bucket, float weight) {
    Packed.set(weights, Float.BYTES * bucket, weight);
  }

  private void fit() {
    double above = 0;
    int i = BUCKETS;
    while (i > 2 && above + weight(i - 1) < TAIL_SHARE * total) {
      above += weight(--i);
    }
    threshold = (float) EDGES[Math.min(i, BUCKETS - 1)];
    share = (float) (Math.max(above, 1e-9) / total);
    double mean = 0;
    double square = 0;
    for (int k = i; k < BUCKETS; k++) {
      double excess = 0.5 * (EDGES[k] + EDGES[k + 1]) - threshold;
      mean += weight(k) * excess;
      square += weight(k) * excess * excess;
    }
    if (above > 0) {
      mean /= above;
      square = square / above - mean * mean;
      double ratio = square > 0 ? mean * mean / square : 1;
      shape = (float) Math.max(MIN_SHAPE, 0.5 * (1 - ratio));
    } else {
      mean = 0.13 * threshold; // half a bucket
      shape = (float) MIN_SHAPE;
    }
    scale = (float) (mean * (1 - shape));
    band = bandDecades == NO_BAND ? 0 : (float) quantile(bandDecades);
    sinceFit = 0;
  }

  /**
   * The value up to which this is normal: {@link #quantile} of the band's decades when last fitted.
   */
  double band() {
    return band;
  }

  void write(DataOutput out) throws IOException {
    out.write(weights);
    out.writeDouble(total);
    out.writeInt(sinceFit);
    out.writeFloat(threshold);
    out.writeFloat(share);
    out.writeFloat(shape);
    out.writeFloat(scale);
    out.writeFloat(band);
  }

  static Tail read(DataInput in, double bandDecades) throws IOException {
    Tail tail = new Tail(bandDecades);
    in.readFully(tail.weights);
    tail.total = in.readDouble();
    tail.sinceFit = in.readInt();
    tail.threshold = in.readFloat();
    tail.share = in.readFloat();
    tail.shape = in.readFloat();
    tail.scale = in.readFloat();
    tail.band = in.readFloat();
    return tail;
  }
}
