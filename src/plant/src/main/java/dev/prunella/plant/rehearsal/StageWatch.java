package dev.prunella.plant.rehearsal;

import dev.prunella.detect.MetricWatch;
import dev.prunella.detect.StageDetector;
import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.detect.StageMemory;
import dev.prunella.detect.StageState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One stage under {@link StageDetector}, its state on the heap. */
final class StageWatch implements StageState {
  private final StageDetector detector;
  private final Map<String, MetricWatch> metrics = new HashMap<>();
  private StageMemory memory;
  private List<Telemetry> held = new ArrayList<>();
  private long wake = StageDetector.NEVER;

  StageWatch(Consumer<Signal> out) {
    detector = new StageDetector(this, out);
  }

  void take(Telemetry telemetry, Expectation expectation) {
    long at = telemetry.getAt().toEpochMilli();
    wake = Math.min(wake, detector.onTelemetry(telemetry, expectation, at));
  }

  /** Time has come so far, in milliseconds. */
  void onTime(Expectation expectation, long time) {
    while (wake <= time) {
      long due = wake;
      wake = StageDetector.NEVER;
      if (detector.awaits(due)) {
        wake = Math.min(wake, detector.onTime(expectation, due, due));
      }
    }
  }

  @Override
  public StageMemory memory() {
    return memory;
  }

  @Override
  public void remember(StageMemory next) {
    memory = next;
  }

  @Override
  public MetricWatch metric(String name) {
    return metrics.get(name);
  }

  @Override
  public void put(String name, MetricWatch watch) {
    metrics.put(name, watch);
  }

  @Override
  public List<Telemetry> held() {
    return new ArrayList<>(held);
  }

  @Override
  public void hold(List<Telemetry> telemetry) {
    held = telemetry;
  }

  @Override
  public void clear() {
    memory = null;
    metrics.clear();
    held = new ArrayList<>();
  }
}
