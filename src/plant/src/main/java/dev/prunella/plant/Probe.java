package dev.prunella.plant;

import dev.prunella.plant.scenario.TelemetrySpec;
import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.Alert;
import dev.prunella.schemas.Change;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.Log;
import dev.prunella.schemas.LogLevel;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What is told of the stages at one moment, as badly as real services tell it: some of it never
 * comes, some twice, some late. If nobody listens it does nothing. Not thread-safe.
 */
final class Probe {
  private final String fleet;
  private final TelemetrySpec quality;
  private final boolean flawless;
  private final long delay; // milliseconds
  private final Noise luck;
  private final Deque<Telemetry> held = new ArrayDeque<>(); // in the order in which it is due
  private Output out = Output.unheard();
  private boolean heard;
  private long now;
  private Instant at = Instant.EPOCH;

  Probe(String fleet, TelemetrySpec quality, Chance chance) {
    this.fleet = fleet;
    this.quality = quality;
    this.flawless = quality.missing() + quality.duplicated() + quality.late() == 0;
    this.delay = quality.delay().toMillis();
    this.luck = new Noise(chance.number("telemetry"));
  }

  /** From now on, at this moment, it is told to this output. */
  void turn(long millis, Output output) {
    now = millis;
    out = output;
    heard = output.wantsTelemetry();
    if (heard) {
      at = Instant.ofEpochMilli(millis);
      luck.at(millis);
    }
    while (!held.isEmpty() && held.peek().getAt().toEpochMilli() + delay <= millis) {
      Telemetry late = held.poll();
      if (heard) {
        out.telemetry(late);
      }
    }
  }

  /** Whether anybody listens. */
  boolean isHeard() {
    return heard;
  }

  /** Multiple of each metric's usual noise. */
  double noise() {
    return quality.noise();
  }

  /** How often a counter begins at zero again, per hour. */
  double resets() {
    return quality.resets();
  }

  /**
   * @param unit a UCUM unit
   */
  void measure(Stage stage, String metric, double value, String unit) {
    if (heard) {
      emit(telemetry(stage, TelemetryKind.MEASUREMENT, metric, value, unit, null, null, null));
    }
  }

  void run(Stage stage, String runs, int number, RunState state, String message) {
    if (heard) {
      Run run = new Run(runs + number, state, message);
      pass(telemetry(stage, TelemetryKind.RUN, "", 0, "", run, null, null));
      if (state == RunState.FAILED) {
        log(stage, LogLevel.ERROR, message);
      }
    }
  }

  void log(Stage stage, LogLevel level, String message) {
    if (heard && quality.logs() && !message.isEmpty()) {
      Log log = new Log(level, message, stage.kind.name().toLowerCase(Locale.ROOT));
      emit(telemetry(stage, TelemetryKind.LOG, "", 0, "", null, log, null));
    }
  }

  void change(Stage stage, ChangeKind kind, String version, String description, String actor) {
    if (heard) {
      Change change = new Change(kind, version, "", description, actor);
      pass(telemetry(stage, TelemetryKind.CHANGE, "", 0, "", null, null, change));
    }
  }

  void alert(Stage stage, String id, boolean firing, String summary) {
    if (heard) {
      Alert alert = new Alert(id, firing, summary);
      pass(
          new Telemetry(
              fleet,
              stage.id,
              at,
              TelemetryKind.ALERT,
              "",
              0.0,
              "",
              null,
              null,
              null,
              null,
              alert));
    }
  }

  private Telemetry telemetry(
      Stage stage,
      TelemetryKind kind,
      String metric,
      double value,
      String unit,
      Run run,
      Log log,
      Change change) {
    return new Telemetry(
        fleet, stage.id, at, kind, metric, value, unit, run, log, null, change, null);
  }

  /** Measurements and lines of logs can be lost on their way. */
  private void emit(Telemetry telemetry) {
    if (flawless || luck.share() >= quality.missing()) {
      pass(telemetry);
    }
  }

  /** Events are kept until they are handed on: they can only come late or twice. */
  private void pass(Telemetry telemetry) {
    if (flawless) {
      out.telemetry(telemetry);
      return;
    }
    double fate = luck.share();
    if (fate < quality.late()) {
      held.add(telemetry);
      return;
    }
    out.telemetry(telemetry);
    if (fate > 1 - quality.duplicated()) {
      out.telemetry(telemetry);
    }
  }
}
