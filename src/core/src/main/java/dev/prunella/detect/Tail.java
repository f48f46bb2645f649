package dev.prunella.detect;

import java.io.*;

final class Tail implements java.io.Serializable {
  static final int BUCKETS = 36;
  static final double LOW = 0.5;
  static final double PER_OCTAVE = 3;
  static final double EMP = SeriesDetector.D("EMP", 1), EM = SeriesDetector.D("EM", 1);
  static final double TS = SeriesDetector.D("TS", 0.03),
      TN = SeriesDetector.D("TN", 0),
      TM = SeriesDetector.D("TM", 0.05);
  private final float[] weight = new float[BUCKETS];
  private float total;
  private int sinceFit = 1 << 20;
  private double u, share, shape, scale;

  static double edge(int i) {
    return i == 0 ? 0 : LOW * Math.pow(2, (i - 1) / PER_OCTAVE);
  }

  Tail(double prior) {
    for (int i = 0; i < BUCKETS; i++) {
      double a = Math.pow(1 + edge(i), -3),
          b = i == BUCKETS - 1 ? 0 : Math.pow(1 + edge(i + 1), -3);
      weight[i] = (float) (prior * (a - b));
      total += weight[i];
    }
  }

  static int bucket(double s) {
    if (!(s >= LOW)) return 0;
    int i = 1 + (int) (PER_OCTAVE * Math.log(s / LOW) * 1.4426950408889634);
    return Math.min(i, BUCKETS - 1);
  }

  void add(double s, double w, int memory) {
    weight[bucket(s)] += (float) w;
    total += (float) w;
    if (total > memory) {
      total = 0;
      for (int i = 0; i < BUCKETS; i++) {
        weight[i] *= 0.5f;
        total += weight[i];
      }
    }
    sinceFit++;
  }

  void fit() {
    double above = 0;
    int i = BUCKETS - 1;
    double target = TN > 0 ? Math.max(TS, Math.min(TM, TN / total)) * total : TS * total;
    while (i > 1 && above + weight[i] < target) above += weight[i--];
    // threshold: lower edge of bucket i+1, excesses are those of the buckets above
    u = edge(i + 1);
    share = Math.max(above, 1e-9) / total;
    double m = 0, q = 0;
    for (int k = i + 1; k < BUCKETS; k++) {
      double mid = k == BUCKETS - 1 ? edge(k) * 1.13 : 0.5 * (edge(k) + edge(k + 1));
      double e = mid - u;
      m += weight[k] * e;
      q += weight[k] * e * e;
    }
    if (above > 0) {
      m /= above;
      q = q / above - m * m;
    } else {
      m = 0.13 * u;
      q = m * m;
    }
    double ratio = q > 0 ? m * m / q : 1;
    shape = 0.5 * (1 - ratio);
    if (shape < 0) shape = 0;
    scale = shape == 0 ? m : m * (1 - shape);
    sinceFit = 0;
  }

  double decades(double s) {
    if (sinceFit > 16) fit();
    if (!(s > u)) return 0;
    double x = (s - u) / scale;
    double p = shape < 1e-3 ? share * Math.exp(-x) : share * Math.pow(1 + shape * x, -1 / shape);
    if (EMP > 0) {
      double w = 0;
      for (int k = BUCKETS - 1, b = bucket(s * EM); k >= b; k--) w += weight[k];
      p = Math.max(p, EMP * w / total);
    }
    return Math.min(30, -Math.log10(p));
  }
}
