package dev.prunella.plant.rehearsal;

import dev.prunella.detect.Expectations;
import dev.prunella.drift.DriftDetector;
import dev.prunella.drift.Subjects;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.Telemetry;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The job's detectors on a plant's telemetry, their state on the heap. */
final class DetectorWatch implements Detection.Watch {
  private final Expectations expectations;
  private final Subjects subjects;
  private final Consumer<Signal> out;
  private final Map<String, StageWatch> stages = new LinkedHashMap<>(); // by fleet/stage
  private final Map<String, SubjectMemory> memories = new HashMap<>(); // by fleet/subject

  DetectorWatch(List<Settings> settings, Consumer<Signal> out) {
    expectations = new Expectations(settings);
    subjects = new Subjects(settings);
    this.out = out;
  }

  /** One that knows the same, and tells somebody else. */
  DetectorWatch copy(List<Settings> settings, Consumer<Signal> listener) {
    DetectorWatch copy = new DetectorWatch(settings, listener);
    stages.forEach((key, stage) -> copy.stages.put(key, stage.copy(listener)));
    copy.memories.putAll(memories);
    return copy;
  }

  @Override
  public boolean wantsTelemetry() {
    return true;
  }

  @Override
  public void telemetry(Telemetry telemetry) {
    String key = Expectations.key(telemetry.getFleet(), telemetry.getStage());
    stages.computeIfAbsent(key, k -> new StageWatch(out)).take(telemetry, expectations.of(key));
  }

  @Override
  public void schema(SchemaEvent event) {
    String key = Subjects.key(event.getFleet(), event.getSubject());
    memories.put(
        key, DriftDetector.onSchema(memories.get(key), subjects.of(key), false, event, out));
  }

  @Override
  public void onTime(Instant now) {
    long millis = now.toEpochMilli();
    stages.forEach((key, stage) -> stage.onTime(expectations.of(key), millis));
  }
}
