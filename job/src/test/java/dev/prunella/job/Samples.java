package dev.prunella.job;

import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.List;

/** Records around the stage orders/load. */
final class Samples {
  static final Instant T0 = Instant.parse("2025-06-02T10:00:00Z");

  private Samples() {}

  static Instant at(long second) {
    return T0.plusSeconds(second);
  }

  static long millis(long second) {
    return at(second).toEpochMilli();
  }

  static Telemetry measurement(long second, double value) {
    return Telemetry.newBuilder()
        .setFleet("shop")
        .setStage("orders/load")
        .setAt(at(second))
        .setKind(TelemetryKind.MEASUREMENT)
        .setMetric("latency")
        .setValue(value)
        .build();
  }

  static StageSettings.Builder load() {
    return StageSettings.newBuilder()
        .setName("load")
        .setTarget("redshift:1/eu/orders")
        .setContract(StageContract.newBuilder().setIdempotent(true).build());
  }

  static StageSettings slow(double most) {
    SloBound bound = SloBound.newBuilder().setMetric("latency").setMax(most).build();
    return load().setSlo(List.of(bound)).build();
  }

  static Settings.Builder part(String fleet, String part) {
    return Settings.newBuilder().setFleet(fleet).setPart(part).setAt(T0);
  }

  static Settings pipeline(String fleet, StageSettings... stages) {
    return part(fleet, "pipelines/orders")
        .setPipeline(new PipelineSettings("orders", List.of(stages)))
        .build();
  }

  static Settings autonomous(String fleet) {
    return part(fleet, "autonomy")
        .setAutonomy(new AutonomySettings(Autonomy.AUTONOMOUS, List.of()))
        .build();
  }

  static FleetEvent event(Settings settings) {
    return new FleetEvent(settings.getFleet(), settings, null, null);
  }

  /** A run that timed out. */
  static Signal failure(String fleet, String stage, long second) {
    return Signal.newBuilder()
        .setFleet(fleet)
        .setStage(stage)
        .setKind(SignalKind.FAILURE)
        .setTransition(Transition.OPENED)
        .setSubject("run")
        .setDetail("timed out")
        .setAt(at(second))
        .setOpenedAt(at(second))
        .setSeenAt(at(second))
        .build();
  }

  static SchemaEvent schema(long second, String field) {
    return SchemaEvent.newBuilder()
        .setFleet("shop")
        .setSubject("orders-value")
        .setAt(at(second))
        .setFormat(SchemaFormat.AVRO)
        .setDefinition(
            """
            {"type": "record", "name": "Order", "fields": [{"name": "%s", "type": "long"}]}"""
                .formatted(field))
        .build();
  }
}
