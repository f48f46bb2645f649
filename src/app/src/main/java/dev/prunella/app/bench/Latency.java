package dev.prunella.app.bench;

import java.util.Arrays;

/** How long something took, in milliseconds; all 0 if it never happened. */
public record Latency(int count, long p50, long p90, long p99, long max) {

  static Latency of(long[] millis) {
    long[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new Latency(
        sorted.length, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
  }

  /** The smallest value that is not below this share of all. */
  private static long at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
