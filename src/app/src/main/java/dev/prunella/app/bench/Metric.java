package dev.prunella.app.bench;

import java.util.Random;

/** What each watched stage measures: a daily season of its own, and noise. */
enum Metric {
  ROWS("rows_out", 12_000, 0.4, 0.05),
  LATENCY("latency_ms", 850, 0.2, 0.08),
  CPU("cpu_ratio", 0.55, 0, 0.1);

  static final Metric[] ALL = values();

  private static final long DAY = 86_400_000L;
  private static final int NOISES = 1 << 16;
  private static final float[] NOISE = noise();

  private final String title;
  private final double level;
  private final double swing;
  private final double spread;

  /**
   * @param swing of the season, as a share of the level
   * @param spread standard deviation of the noise, as a share of the level
   */
  Metric(String title, double level, double swing, double spread) {
    this.title = title;
    this.level = level;
    this.swing = swing;
    this.spread = spread;
  }

  String title() {
    return title;
  }

  /** The value at a time in milliseconds; the same for the same arguments. */
  double at(long millis, int stage, long seed) {
    double season = 1 + swing * Math.sin(2 * Math.PI * Math.floorMod(millis, DAY) / DAY);
    long mixed = (millis * 31 + stage) * 31 + ordinal() + seed;
    mixed = (mixed ^ mixed >>> 32) * 0x9E3779B97F4A7C15L;
    return level * (season + spread * NOISE[(int) (mixed >>> 48)]);
  }

  private static float[] noise() {
    Random random = new Random(1);
    float[] noise = new float[NOISES];
    for (int i = 0; i < NOISES; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }
}
