package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.ActionTaken;
import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.Timeline;
import dev.prunella.plant.evaluate.report.Svg.Anchor;
import dev.prunella.plant.fault.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One incident: measurements, signals and actions over the same time. */
final class TimelineChart {
  private static final double NAMES = 230;
  private static final double LINE = 58;
  private static final double BAR = 22;
  private static final double TOP = 26;

  private TimelineChart() {}

  static String html(Timeline timeline) {
    EpisodeResult episode = timeline.episode();
    double bottom =
        TOP
            + LINE * timeline.lines().size()
            + BAR * (timeline.spans().size() + episode.actions().size())
            + 20;
    Svg svg = new Svg(Plot.WIDTH, bottom + 40, "Timeline of one incident");
    Scale x = Scale.linear(timeline.from(), timeline.to(), NAMES, Plot.WIDTH - 10);
    double over = x.at(episode.secondsToRecover());
    svg.rect(x.at(0), TOP - 8, over - x.at(0), bottom - TOP + 8, "lasting", "var(--bad)", "");
    svg.text(x.at(0) + 4, 12, Anchor.START, "tick", "it begins");
    svg.text(over, 12, Anchor.MIDDLE, "tick", episode.recovered() ? "it is over" : "the horizon");
    Scale minutes = Scale.linear(x.from() / 60, x.to() / 60, x.start(), x.end());
    for (double tick : minutes.ticks(9)) {
      svg.line(minutes.at(tick), TOP - 8, minutes.at(tick), bottom, "grid");
      svg.text(minutes.at(tick), bottom + 18, Anchor.MIDDLE, "tick", Say.format("%.0f min", tick));
    }
    double y = TOP;
    for (Timeline.Line line : timeline.lines()) {
      line(svg, x, y, line);
      y += LINE;
    }
    y += 8;
    for (Timeline.Span span : timeline.spans()) {
      svg.text(NAMES - 14, y + 13, Anchor.END, "tick", span.what() + " · " + name(span.stage()));
      double from = x.at(span.from());
      svg.rect(from, y + 4, Math.max(3, x.at(span.to()) - from), 9, "", "var(--signal)", "");
      y += BAR;
    }
    y += 8;
    for (ActionTaken action : episode.actions()) {
      action(svg, x, y, action);
      y += BAR;
    }
    return svg.html();
  }

  private static void line(Svg svg, Scale x, double y, Timeline.Line line) {
    svg.text(NAMES - 14, y + 22, Anchor.END, "series", line.metric());
    double least = Arrays.stream(line.values()).min().orElse(0);
    double most = Arrays.stream(line.values()).max().orElse(1);
    Scale scale = Scale.linear(least, most, y + LINE - 10, y + 2);
    String unit = line.unit().equals("1") ? "" : " " + line.unit();
    String range = "%s · %s – %s%s".formatted(name(line.stage()), value(least), value(most), unit);
    svg.text(NAMES - 14, y + 38, Anchor.END, "tick", range);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < line.at().length; i++) {
      points.add(new double[] {x.at(line.at()[i]), scale.at(line.values()[i])});
    }
    svg.path(points, "curve thin", "var(--ink)");
  }

  private static void action(Svg svg, Scale x, double y, ActionTaken action) {
    String effect =
        action.isPage()
            ? "called"
            : action.effect() == Effect.HEALS
                ? "heals"
                : action.effect() == Effect.WORSENS
                    ? "makes it worse"
                    : action.succeeded() ? "no effect" : "the call failed";
    String colour =
        action.effect() == Effect.HEALS
            ? "var(--good)"
            : action.isPage() ? "var(--a-page-human)" : "var(--bad)";
    svg.text(
        NAMES - 14,
        y + 13,
        Anchor.END,
        "series",
        Say.word(action.action()) + " · " + name(action.stage()));
    double from = x.at(action.orderedAfter());
    double to = Math.max(from + 3, x.at(action.effectAfter()));
    svg.rect(from, y + 3, to - from, 11, "", colour, effect);
    boolean right = to < x.end() - 90;
    svg.text(right ? to + 6 : from - 6, y + 13, right ? Anchor.START : Anchor.END, "tick", effect);
  }

  private static String value(double value) {
    return Math.abs(value) >= 100 ? Say.format("%,.0f", value) : Say.format("%.2f", value);
  }

  /** The stage without its pipeline, where there is one. */
  private static String name(String stage) {
    return stage.substring(stage.indexOf('/') + 1);
  }
}
