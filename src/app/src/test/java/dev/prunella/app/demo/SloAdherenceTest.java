package dev.prunella.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SloAdherenceTest {

  private final SloAdherence adherence =
      new SloAdherence(
          List.of(
              Settings.newBuilder()
                  .setFleet("demo")
                  .setPart("pipelines/orders")
                  .setAt(Records.BEGIN)
                  .setPipeline(
                      new PipelineSettings(
                          "orders",
                          List.of(
                              StageSettings.newBuilder()
                                  .setName("load")
                                  .setSlo(
                                      List.of(
                                          SloBound.newBuilder()
                                              .setMetric("latency")
                                              .setMin(1.0)
                                              .setMax(10.0)
                                              .build()))
                                  .build())))
                  .build()));

  private void measure(String stage, String metric, double... values) {
    for (double value : values) {
      adherence.take(
          Telemetry.newBuilder()
              .setFleet("demo")
              .setStage(stage)
              .setAt(Records.BEGIN)
              .setKind(TelemetryKind.MEASUREMENT)
              .setMetric(metric)
              .setValue(value)
              .build());
    }
  }

  @Test
  void shouldBeTheShareOfMeasurementsInsideTheirBound() {
    measure(Records.STAGE, "latency", 0.9, 1, 5, 10, 10.1);

    assertEquals(0.6, adherence.share());
  }

  @Test
  void shouldNotCountWhatHasNoBound() {
    measure(Records.STAGE, "rows", 1000);
    measure("orders/ingest", "latency", 1000);

    assertNull(adherence.share());
  }
}
