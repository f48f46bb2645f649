package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.ActionTaken;
import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.TrialResult;
import dev.prunella.plant.evaluate.report.Svg.Anchor;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What each policy does first, by the error type that a fault shows. */
final class ActionMix {
  private static final double NAMES = 190;
  private static final double GAP = 18;
  private static final double ROW = 24;
  private static final double TOP = 30;
  private static final int LEAST = 5; // faults behind a row

  private ActionMix() {}

  /**
   * @param byPolicy side by side in this order; at most three
   */
  static String html(Map<String, List<TrialResult>> byPolicy) {
    Map<ErrorType, Integer> rows = new EnumMap<>(ErrorType.class);
    byPolicy.values().stream()
        .limit(1)
        .flatMap(List::stream)
        .flatMap(trial -> trial.episodes().stream())
        .forEach(episode -> rows.merge(episode.shown(), 1, Integer::sum));
    rows.values().removeIf(count -> count < LEAST);
    if (rows.isEmpty()) {
      return "";
    }
    Svg svg =
        new Svg(Plot.WIDTH, TOP + ROW * rows.size() + 8, "First action by error type and policy");
    double y = TOP;
    for (Map.Entry<ErrorType, Integer> row : rows.entrySet()) {
      svg.text(0, y + 15, Anchor.START, "series", Say.word(row.getKey()));
      svg.text(NAMES - 16, y + 15, Anchor.END, "tick", String.valueOf(row.getValue()));
      y += ROW;
    }
    double width = (Plot.WIDTH - NAMES - GAP * (byPolicy.size() - 1)) / byPolicy.size();
    double x = NAMES;
    for (Map.Entry<String, List<TrialResult>> policy : byPolicy.entrySet()) {
      svg.text(x, 16, Anchor.START, "heading", policy.getKey());
      column(svg, x, width, List.copyOf(rows.keySet()), policy.getValue());
      x += width + GAP;
    }
    return svg.html() + legend();
  }

  private static void column(
      Svg svg, double x, double width, List<ErrorType> rows, List<TrialResult> trials) {
    double y = TOP;
    for (ErrorType row : rows) {
      Map<Action, Integer> firsts = new EnumMap<>(Action.class); // WAIT: nothing was done
      int all = 0;
      for (TrialResult trial : trials) {
        for (EpisodeResult episode : trial.episodes()) {
          if (episode.shown() == row) {
            List<ActionTaken> actions = episode.actions();
            Action first = actions.isEmpty() ? Action.WAIT : actions.get(0).action();
            firsts.merge(first, 1, Integer::sum);
            all++;
          }
        }
      }
      double from = x;
      for (Map.Entry<Action, Integer> first : firsts.entrySet()) {
        double share = (double) first.getValue() / all;
        String title =
            "%s: %s in %s".formatted(Say.word(row), name(first.getKey()), Say.share(share));
        svg.rect(from, y, share * width - 1, ROW - 6, "", colour(first.getKey()), title);
        if (share * width > 8.5 * brief(first.getKey()).length()) {
          svg.text(from + 6, y + 13, Anchor.START, "inside", brief(first.getKey()));
        }
        from += share * width;
      }
      y += ROW;
    }
  }

  private static String legend() {
    List<String> items = new ArrayList<>();
    for (Action action : Action.values()) {
      if (action != Action.UNKNOWN) {
        items.add(
            "<span><i style='background:%s'></i>%s</span>".formatted(colour(action), name(action)));
      }
    }
    return "<div class='legend'>" + String.join("", items) + "</div>\n";
  }

  private static String name(Action action) {
    return action == Action.WAIT ? "nothing" : Say.word(action);
  }

  private static String brief(Action action) {
    return switch (action) {
      case RETRY_WITH_BACKOFF -> "retry";
      case APPLY_SCHEMA_REMAP -> "remap";
      case CANCEL_BLOCKING_QUERY -> "cancel query";
      case PAGE_HUMAN -> "page";
      default -> name(action);
    };
  }

  private static String colour(Action action) {
    return "var(--a-" + Say.word(action).replace(' ', '-') + ")";
  }
}
