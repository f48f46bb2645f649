package dev.prunella.app.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How much is measured.
 *
 * @param stages how many stages each run watches, at least one number
 * @param backends where the job's state lies, at least one
 * @param parallelism parallel instances of each operator, of both jobs
 * @param records telemetry records in a round of throughput, about
 * @param rounds measured rounds of throughput of each job; one more goes first and does not count
 * @param windowSeconds for how long each job is given half of its greatest load at a time
 * @param windows how often
 * @param failures runs that fail in all windows of a job together
 * @param tickMillis between two clock records while the load is paced
 * @param seed of the telemetry's noise, and of the job
 */
public record Plan(
    List<Integer> stages,
    List<Backend> backends,
    int parallelism,
    int records,
    int rounds,
    double windowSeconds,
    int windows,
    int failures,
    long tickMillis,
    long seed) {

  /** Metrics of each stage. */
  static final int METRICS = 3;

  public Plan {
    stages = List.copyOf(stages);
    backends = List.copyOf(backends);
  }

  /** Where the job's state lies, by Flink's name for it. */
  public enum Backend {
    HASHMAP,
    ROCKSDB;

    /** The name. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Duration window() {
    return Duration.ofNanos((long) (windowSeconds * 1e9));
  }

  Duration tick() {
    return Duration.ofMillis(tickMillis);
  }

  double failuresPerSecond() {
    return failures / (windows * windowSeconds);
  }
}
