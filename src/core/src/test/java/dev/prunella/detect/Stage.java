package dev.prunella.detect;

import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.schemas.Alert;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The stage orders/load under {@link StageDetector}, its state on the heap. Time follows the
 * telemetry; calls of onTime come when they were asked for.
 */
final class Stage {
  static final Instant T0 = Instant.parse("2025-06-02T00:00:00Z");
  private static final long MAX_AGE = Duration.ofMinutes(15).toMillis();
  static final long HOLD = Duration.ofMinutes(5).toMillis();

  final List<Signal> signals = new ArrayList<>();
  final HeapStageState state;
  private final StageDetector detector;
  private StageSettings settings = StageSettings.newBuilder().setName("load").build();
  private long wake = StageDetector.NEVER;
  private Duration lag = Duration.ZERO;

  Stage() {
    this(new HeapStageState());
  }

  private Stage(HeapStageState state) {
    this.state = state;
    detector = new StageDetector(state, signals::add);
  }

  /** One that has seen the same. */
  Stage copy() {
    Stage copy = new Stage(state.copy());
    copy.signals.addAll(signals);
    copy.settings = settings;
    copy.wake = wake;
    copy.lag = lag;
    return copy;
  }

  Stage slo(SloBound... bounds) {
    settings = StageSettings.newBuilder(settings).setSlo(List.of(bounds)).build();
    return this;
  }

  Stage outOfOrder(Duration span) {
    settings = StageSettings.newBuilder(settings).setOutOfOrderMillis(span.toMillis()).build();
    return this;
  }

  Stage silenceAfter(Duration span) {
    settings = StageSettings.newBuilder(settings).setSilenceAfterMillis(span.toMillis()).build();
    return this;
  }

  /** From now on telemetry is so old when it arrives. */
  Stage lag(Duration span) {
    lag = span;
    return this;
  }

  Stage measure(String metric, Duration at, double value) {
    Telemetry.Builder telemetry = telemetry(at, TelemetryKind.MEASUREMENT);
    return take(telemetry.setMetric(metric).setValue(value).setUnit("ms").build());
  }

  Stage run(Duration at, RunState state, String message) {
    Telemetry.Builder telemetry = telemetry(at, TelemetryKind.RUN);
    return take(telemetry.setRun(new Run("run-" + at, state, message)).build());
  }

  Stage alert(Duration at, boolean firing) {
    Telemetry.Builder telemetry = telemetry(at, TelemetryKind.ALERT);
    return take(telemetry.setAlert(new Alert("LagHigh", firing, "lag is high")).build());
  }

  Stage retire(Duration at) {
    return take(telemetry(at, TelemetryKind.RETIREMENT).build());
  }

  /** Time passes without telemetry. */
  Stage until(Duration time) {
    long to = T0.plus(time).toEpochMilli();
    while (wake <= to) {
      long at = wake;
      wake = StageDetector.NEVER;
      arm(detector.onTime(expectation(), at, at + lag.toMillis()));
    }
    return this;
  }

  List<String> said(SignalKind kind) {
    return signals.stream()
        .filter(s -> s.getKind() == kind)
        .map(s -> s.getTransition() + " " + Duration.between(T0, s.getAt()))
        .toList();
  }

  /**
   * When the stage has recovered, by the rule that incidents go by: no signal is open, and none
   * opened for the longest time that the ended ones ask for. Null if it has not by {@code now}.
   *
   * @param since signals that opened before are left out
   */
  Duration recovered(Duration since, Duration now) {
    Set<String> open = new HashSet<>();
    long hold = HOLD;
    Instant clear = null;
    for (Signal signal : signals) {
      if (signal.getOpenedAt().isBefore(T0.plus(since))) {
        continue;
      }
      if (clear != null && signal.getAt().isAfter(clear.plusMillis(hold))) {
        break;
      }
      String key = signal.getKind() + signal.getSubject();
      if (signal.getTransition() == Transition.CLEARED) {
        open.remove(key);
        hold = Math.max(hold, signal.getSilentAfterMillis());
      } else {
        open.add(key);
      }
      clear = open.isEmpty() ? signal.getAt() : null;
    }
    Instant end = clear == null ? null : clear.plusMillis(hold);
    return end == null || end.isAfter(T0.plus(now)) ? null : Duration.between(T0, end);
  }

  private static Telemetry.Builder telemetry(Duration at, TelemetryKind kind) {
    return Telemetry.newBuilder()
        .setFleet("shop")
        .setStage("orders/load")
        .setAt(T0.plus(at))
        .setKind(kind);
  }

  private Stage take(Telemetry telemetry) {
    long at = telemetry.getAt().toEpochMilli();
    until(Duration.between(T0, telemetry.getAt()).minusMillis(1));
    arm(detector.onTelemetry(telemetry, expectation(), at + lag.toMillis()));
    return this;
  }

  private Expectation expectation() {
    return new Expectation(settings, MAX_AGE, HOLD);
  }

  private void arm(long due) {
    wake = Math.min(wake, due);
  }
}
