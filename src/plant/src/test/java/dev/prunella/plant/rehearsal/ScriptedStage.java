package dev.prunella.plant.rehearsal;

import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A stage of the fleet `shop` that does what its test says, and whose telemetry shows it: latency,
 * errors, and the rows that it delivers. Its load is the same at all hours; chance is seeded.
 */
final class ScriptedStage {
  private static final double NOISE = 0.1; // standard deviation, as a share of the value

  final String id;
  private final Random random;
  private double latency = 100;
  private double errors = 10;
  private double share = 1;
  private double burst = NOISE; // of the rows
  private boolean sends = true;

  ScriptedStage(String id, long seed) {
    this.id = id;
    random = new Random(seed);
  }

  /** Milliseconds, on average. */
  ScriptedStage latency(double millis) {
    latency = millis;
    return this;
  }

  /** A minute, on average. */
  ScriptedStage errors(double count) {
    errors = count;
    return this;
  }

  /** The share of the load that is delivered: 0 paused, 1 all. */
  ScriptedStage delivers(double part) {
    share = part;
    return this;
  }

  /** Its rows come in bursts: standard deviation, as a share of them. */
  ScriptedStage bursts(double deviation) {
    burst = deviation;
    return this;
  }

  /** Sends nothing any more, however it is. */
  ScriptedStage fallsSilent() {
    sends = false;
    return this;
  }

  /** As on every normal day. */
  ScriptedStage isWell() {
    return latency(100).errors(10).delivers(1);
  }

  /** What it sends at this time. */
  List<Telemetry> at(Instant time) {
    List<Telemetry> sent = new ArrayList<>();
    if (sends) {
      sent.add(measurement(time, "latency", latency, NOISE, "ms"));
      sent.add(measurement(time, "errors", errors, NOISE, "1/min"));
      sent.add(measurement(time, "rows_out", 500 * share, burst, "rows"));
    }
    return sent;
  }

  private Telemetry measurement(
      Instant time, String metric, double mean, double noise, String unit) {
    double value = Math.max(0, mean * (1 + noise * random.nextGaussian()));
    return Telemetry.newBuilder()
        .setFleet(Loop.FLEET)
        .setStage(id)
        .setAt(time)
        .setKind(TelemetryKind.MEASUREMENT)
        .setMetric(metric)
        .setValue(value)
        .setUnit(unit)
        .build();
  }
}
