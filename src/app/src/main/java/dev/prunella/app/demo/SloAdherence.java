package dev.prunella.app.demo;

import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The share of measurements inside their SLO bound, of those that have one: each measurement counts
 * as one, whatever its metric. A value on the bound is inside. Not thread-safe.
 */
final class SloAdherence {

  private record Series(String fleet, String stage, String metric) {}

  private final Map<Series, SloBound> bounds = new HashMap<>();
  private long bound;
  private long inside;

  SloAdherence(List<Settings> settings) {
    for (Settings part : settings) {
      if (part.getPipeline() != null) {
        for (StageSettings stage : part.getPipeline().getStages()) {
          String name = part.getPipeline().getName() + "/" + stage.getName();
          for (SloBound slo : stage.getSlo()) {
            bounds.put(new Series(part.getFleet(), name, slo.getMetric()), slo);
          }
        }
      }
    }
  }

  void take(Telemetry telemetry) {
    if (telemetry.getKind() != TelemetryKind.MEASUREMENT) {
      return;
    }
    SloBound slo =
        bounds.get(new Series(telemetry.getFleet(), telemetry.getStage(), telemetry.getMetric()));
    if (slo != null) {
      bound++;
      boolean low = slo.getMin() != null && telemetry.getValue() < slo.getMin();
      boolean high = slo.getMax() != null && telemetry.getValue() > slo.getMax();
      inside += low || high ? 0 : 1;
    }
  }

  /** 0 to 1; null if no measurement has a bound. */
  Double share() {
    return bound == 0 ? null : (double) inside / bound;
  }
}
