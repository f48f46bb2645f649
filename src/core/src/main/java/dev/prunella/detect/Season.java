package dev.prunella.detect;

final class Season implements java.io.Serializable {
  final long period;
  final int bins;
  final float[] level, spread;
  final byte[] passes;
  int bin = -1;
  double sum, dev;
  int n;

  Season(long period, int bins) {
    this.period = period;
    this.bins = bins;
    level = new float[bins];
    spread = new float[bins];
    passes = new byte[bins];
  }

  int binOf(long t) {
    return (int) (Math.floorMod(t, period) * bins / period);
  }

  double at(long t) {
    double pos = (double) Math.floorMod(t, period) * bins / period - 0.5;
    int a = (int) Math.floor(pos);
    double f = pos - a;
    int i = a < 0 ? bins - 1 : a, j = (a + 1) % bins;
    return level[i] * (1 - f) + level[j] * f;
  }

  double spreadAt(long t) {
    return spread[binOf(t)];
  }

  boolean knows(long t) {
    return passes[binOf(t)] >= 2;
  }

  void learn(long t, double residualToLevel, double clip, int memory) {
    int b = binOf(t);
    if (b != bin) {
      commit(memory);
      bin = b;
      sum = 0;
      dev = 0;
      n = 0;
    }
    double d = residualToLevel - at(t);
    if (passes[b] >= 3) d = Math.max(-clip, Math.min(clip, d));
    sum += d;
    dev += Math.abs(d);
    n++;
  }

  void skip() {
    n = 0;
    sum = 0;
    dev = 0;
    bin = -1;
  }

  private void commit(int memory) {
    if (bin < 0 || n == 0) return;
    double g = Math.max(1.0 / (passes[bin] + 1), 1.0 / memory);
    level[bin] += (float) (g * sum / n);
    if (passes[bin] == 1) spread[bin] = (float) (dev / n);
    else if (passes[bin] > 1)
      spread[bin] += (float) (Math.max(1.0 / passes[bin], 1.0 / memory) * (dev / n - spread[bin]));
    if (passes[bin] < 100) passes[bin]++;
  }
}
