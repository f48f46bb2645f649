package dev.prunella.plant;

import dev.prunella.schemas.Change;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Instant;

/**
 * What is told of one stage at one moment.
 *
 * @param stage pipeline/stage
 */
record Probe(String fleet, String stage, Instant at, Output out) {

  /**
   * @param unit a UCUM unit
   */
  void measure(String metric, double value, String unit) {
    emit(TelemetryKind.MEASUREMENT, metric, value, unit, null, null);
  }

  void run(String id, RunState state, String message) {
    emit(TelemetryKind.RUN, "", 0, "", new Run(id, state, message), null);
  }

  void change(ChangeKind kind, String description, String actor) {
    emit(TelemetryKind.CHANGE, "", 0, "", null, new Change(kind, "", "", description, actor));
  }

  private void emit(
      TelemetryKind kind, String metric, double value, String unit, Run run, Change change) {
    out.telemetry(
        new Telemetry(fleet, stage, at, kind, metric, value, unit, run, null, null, change, null));
  }
}
