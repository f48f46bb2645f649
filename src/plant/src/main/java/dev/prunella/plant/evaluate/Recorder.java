package dev.prunella.plant.evaluate;

import dev.prunella.plant.evaluate.Timeline.Line;
import dev.prunella.plant.evaluate.Timeline.Span;
import dev.prunella.plant.rehearsal.Detection;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Listens to what is measured and found in one pipeline around one fault. */
final class Recorder {
  private static final Duration BEFORE = Duration.ofMinutes(20);
  private static final Duration AFTER = Duration.ofMinutes(15);
  private static final int LINES = 4;
  private static final int SPANS = 10;

  private final Trial trial;
  private final EpisodeResult episode;
  private final String pipeline; // with its slash
  private final Map<String, Series> series = new LinkedHashMap<>(); // by stage and metric
  private final Map<String, Span> spans = new LinkedHashMap<>(); // by stage, kind, subject, opening

  private record Series(String stage, String metric, String unit, List<double[]> points) {}

  Recorder(Trial trial, EpisodeResult episode) {
    this.trial = trial;
    this.episode = episode;
    pipeline = FleetMap.pipeline(episode.stage()) + "/";
  }

  /** The same detection, overheard. */
  Detection watching(Detection detection) {
    return (plant, settings, out) -> {
      Detection.Watch watch =
          detection.watch(
              plant,
              settings,
              signal -> {
                take(signal);
                out.accept(signal);
              });
      return new Overheard(watch);
    };
  }

  private double seconds(Instant at) {
    return Duration.between(episode.startedAt(), at).toMillis() / 1000.0;
  }

  private double end() {
    return episode.secondsToRecover() + AFTER.toSeconds();
  }

  private boolean isIn(double seconds) {
    return seconds >= -BEFORE.toSeconds() && seconds <= end();
  }

  private void take(Signal signal) {
    double opened = seconds(signal.getOpenedAt());
    if (!signal.getStage().startsWith(pipeline) || !isIn(opened)) {
      return;
    }
    boolean open =
        signal.getTransition() == Transition.OPENED || signal.getTransition() == Transition.UPDATED;
    String what =
        "%s %s"
            .formatted(
                signal.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                signal.getSubject());
    double until = open ? end() : Math.min(end(), seconds(signal.getAt()));
    String key = signal.getStage() + what + signal.getOpenedAt();
    spans.put(key, new Span(signal.getStage(), what, opened, until));
  }

  private void take(Telemetry telemetry) {
    double at = seconds(telemetry.getAt());
    boolean here =
        telemetry.getKind() == TelemetryKind.MEASUREMENT
            && telemetry.getStage().startsWith(pipeline)
            && isIn(at);
    if (here) {
      series
          .computeIfAbsent(
              telemetry.getStage() + " " + telemetry.getMetric(),
              key ->
                  new Series(
                      telemetry.getStage(),
                      telemetry.getMetric(),
                      telemetry.getUnit(),
                      new ArrayList<>()))
          .points()
          .add(new double[] {at, telemetry.getValue()});
    }
  }

  /** What was heard: the measurements that the fault changed most. */
  Timeline timeline() {
    List<Line> lines =
        series.values().stream()
            .filter(one -> one.points().size() > 2)
            .sorted(Comparator.comparingDouble(this::change).reversed())
            .limit(LINES)
            .map(Recorder::line)
            .toList();
    List<Span> first =
        spans.values().stream()
            .sorted(Comparator.comparingDouble(Span::from))
            .limit(SPANS)
            .toList();
    return new Timeline(trial, episode, -BEFORE.toSeconds(), end(), lines, first);
  }

  private static Line line(Series series) {
    List<double[]> points = new ArrayList<>(series.points());
    points.sort(Comparator.comparingDouble(point -> point[0]));
    return new Line(
        series.stage(),
        series.metric(),
        series.unit(),
        points.stream().mapToDouble(point -> point[0]).toArray(),
        points.stream().mapToDouble(point -> point[1]).toArray());
  }

  /** How far its mean while the fault lasted is from that before, in spreads of before. */
  private double change(Series series) {
    double[] before =
        series.points().stream().filter(p -> p[0] < 0).mapToDouble(p -> p[1]).toArray();
    double[] during =
        series.points().stream()
            .filter(p -> p[0] > 0 && p[0] < episode.secondsToRecover())
            .mapToDouble(p -> p[1])
            .toArray();
    if (before.length < 2 || during.length == 0) {
      return 0;
    }
    double mean = mean(before);
    double variance = 0;
    for (double value : before) {
      variance += (value - mean) * (value - mean) / before.length;
    }
    double scale = Math.sqrt(variance) + 0.02 * Math.abs(mean) + 1e-9;
    return Math.abs(mean(during) - mean) / scale;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The watch itself, and somebody who listens to what it is told. */
  private final class Overheard implements Detection.Watch {
    private final Detection.Watch watch;

    Overheard(Detection.Watch watch) {
      this.watch = watch;
    }

    @Override
    public boolean wantsTelemetry() {
      return true;
    }

    @Override
    public void telemetry(Telemetry telemetry) {
      take(telemetry);
      watch.telemetry(telemetry);
    }

    @Override
    public void schema(SchemaEvent event) {
      watch.schema(event);
    }

    @Override
    public void onTime(Instant now) {
      watch.onTime(now);
    }
  }
}
