package dev.prunella.detect;

import java.time.Duration;
import java.util.Random;

/**
 * A stage at work, as its telemetry shows it twice a minute: the latency, and the rows that it
 * delivers, which follow the load of the day. Time goes on with each call; chance is seeded.
 */
final class Shift {
  static final Duration STEP = Duration.ofSeconds(30);

  final Stage stage = new Stage();
  private final Random random;
  private Duration now = Duration.ZERO;
  private double latency = 100;
  private double share = 1;
  private double noise = 0.1;
  private boolean sendsRows = true;
  private boolean sendsLatency = true;

  Shift(long seed) {
    random = new Random(seed);
  }

  Duration now() {
    return now;
  }

  /** Milliseconds, on average. */
  Shift latency(double millis) {
    latency = millis;
    return this;
  }

  /** The share of the load that is delivered: 0 paused, 1 all, more while catching up. */
  Shift delivers(double part) {
    share = part;
    return this;
  }

  /** Noise of the rows, as a share of them. */
  Shift noise(double part) {
    noise = part;
    return this;
  }

  Shift sends(boolean latencies, boolean rows) {
    sendsLatency = latencies;
    sendsRows = rows;
    return this;
  }

  /** Goes on for so long. */
  Shift goOn(Duration span) {
    for (Duration end = now.plus(span); now.compareTo(end) < 0; now = now.plus(STEP)) {
      double value = latency * (1 + 0.1 * random.nextGaussian());
      double load = 1 + 0.4 * Math.sin(2 * Math.PI * now.toMillis() / 86_400_000.0);
      double rows = 500 * load * share * (1 + noise * random.nextGaussian());
      if (sendsLatency) {
        stage.measure("latency", now, value);
      }
      if (sendsRows) {
        stage.measure("rows_out", now, Math.max(0, rows));
      }
      stage.until(now);
    }
    return this;
  }

  /** One day after another in which nothing is wrong. */
  Shift days(int days) {
    return goOn(Duration.ofDays(days));
  }

  Shift minutes(long minutes) {
    return goOn(Duration.ofMinutes(minutes));
  }
}
