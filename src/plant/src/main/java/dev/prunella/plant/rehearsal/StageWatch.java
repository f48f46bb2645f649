package dev.prunella.plant.rehearsal;

import dev.prunella.detect.HeapStageState;
import dev.prunella.detect.StageDetector;
import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import java.util.function.Consumer;

/** One stage under {@link StageDetector}, its state on the heap. */
final class StageWatch {
  private final HeapStageState state;
  private final StageDetector detector;
  private long wake;

  StageWatch(Consumer<Signal> out) {
    this(new HeapStageState(), StageDetector.NEVER, out);
  }

  private StageWatch(HeapStageState state, long wake, Consumer<Signal> out) {
    this.state = state;
    this.wake = wake;
    detector = new StageDetector(state, out);
  }

  /** One that has seen the same, and tells somebody else. */
  StageWatch copy(Consumer<Signal> out) {
    return new StageWatch(state.copy(), wake, out);
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
}
