package dev.prunella.app.chaos;

import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Healthy stages of another fleet, which only make work for the job, until they end by plan. Not
 * thread-safe.
 */
final class Surroundings {

  private static final String FLEET = "surroundings";
  private static final String[] METRICS = {"queue.depth", "latency.p99"};

  private int stages;
  private boolean retiring;
  private final Duration period;
  private final SplittableRandom random;
  private Instant next;

  /**
   * @param stages how many, 0 or more; each is measured once a period, by two metrics
   * @param begin simulated time of their first measurement
   */
  Surroundings(int stages, Duration period, Instant begin, long seed) {
    this.stages = stages;
    this.period = period;
    this.random = new SplittableRandom(seed);
    this.next = begin;
  }

  /** They end with their next measurement. */
  void retire() {
    retiring = true;
  }

  /** Says all that is measured until then. */
  void advanceTo(Instant now, Consumer<Telemetry> out) {
    for (; !next.isAfter(now); next = next.plus(period)) {
      for (int stage = 0; stage < stages; stage++) {
        for (String metric : METRICS) {
          out.accept(measurement(stage, metric));
        }
        if (retiring) {
          out.accept(of(stage, TelemetryKind.RETIREMENT).build());
        }
      }
      stages = retiring ? 0 : stages;
    }
  }

  private Telemetry measurement(int stage, String metric) {
    // Without tails: nothing strange ever happens to them.
    return of(stage, TelemetryKind.MEASUREMENT)
        .setMetric(metric)
        .setValue(90 + 20 * random.nextDouble())
        .build();
  }

  private Telemetry.Builder of(int stage, TelemetryKind kind) {
    return Telemetry.newBuilder()
        .setFleet(FLEET)
        .setStage("p" + stage / 4 + "/s" + stage % 4)
        .setAt(next)
        .setKind(kind);
  }
}
