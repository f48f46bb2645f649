package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.Estimate;
import dev.prunella.plant.evaluate.Ladder;
import dev.prunella.plant.evaluate.Metric;
import dev.prunella.plant.evaluate.Metric.Better;
import dev.prunella.plant.evaluate.Summary;
import java.util.List;
import java.util.Map;

/** The figures as tables. */
final class Tables {

  /** Between them the others lie, so they are not marked as best. */
  private static final List<String> UNMARKED =
      List.of(Ladder.DO_NOTHING, Ladder.BEST_INFORMED, Ladder.ORACLE);

  private Tables() {}

  /** A row for each policy, a column for each metric. */
  static String policies(Map<String, Map<String, Estimate>> policies, List<Metric> metrics) {
    StringBuilder html = new StringBuilder("<div class='wide'><table><thead><tr><th></th>");
    for (Metric metric : metrics) {
      html.append(Say.format("<th>%s</th>", metric.title()));
    }
    html.append("</tr></thead><tbody>");
    for (Map.Entry<String, Map<String, Estimate>> policy : policies.entrySet()) {
      html.append(
          Say.format(
              "<tr><th><i style='background:%s'></i>%s</th>",
              Say.colour(policy.getKey()), policy.getKey()));
      for (Metric metric : metrics) {
        Estimate figure = policy.getValue().get(metric.key());
        boolean best =
            figure.mean() == best(policies, metric) && isSeldom(policies, metric, figure.mean());
        html.append(
            Say.format(
                "<td class='%s'><b>%s</b><small>%s</small></td>",
                best && !UNMARKED.contains(policy.getKey()) ? "best" : "",
                Say.figure(metric, figure.mean()),
                Say.interval(metric, figure)));
      }
      html.append("</tr>");
    }
    return html + "</tbody></table></div>\n";
  }

  /** Whether the figure tells policies apart. */
  private static boolean isSeldom(
      Map<String, Map<String, Estimate>> policies, Metric metric, double mean) {
    return policies.values().stream()
            .filter(policy -> policy.get(metric.key()).mean() == mean)
            .count()
        <= 2;
  }

  private static double best(Map<String, Map<String, Estimate>> policies, Metric metric) {
    double best = Double.NaN;
    for (Map.Entry<String, Map<String, Estimate>> policy : policies.entrySet()) {
      double mean = policy.getValue().get(metric.key()).mean();
      boolean counts = !Double.isNaN(mean) && !UNMARKED.contains(policy.getKey());
      boolean better = metric.better() == Better.LESS ? mean < best : mean > best;
      if (counts && (Double.isNaN(best) || better)) {
        best = mean;
      }
    }
    return best;
  }

  /** A row for each scenario, a column for each policy: one metric that is a share, in colours. */
  static String scenarios(Summary summary, Metric metric) {
    StringBuilder html = new StringBuilder("<div class='wide'><table class='heat'><thead><tr>");
    html.append("<th></th><th>incidents</th>");
    summary.policies().keySet().forEach(p -> html.append(Say.format("<th>%s</th>", p)));
    html.append("</tr></thead><tbody>");
    summary
        .scenarios()
        .forEach(
            (name, scenario) -> {
              html.append(
                  Say.format(
                      "<tr><th>%s</th><td>%,d</td>", Say.escaped(name), scenario.incidents()));
              for (Map<String, Estimate> policy : scenario.policies().values()) {
                html.append(share(metric, policy.get(metric.key())));
              }
              html.append("</tr>");
            });
    return html + "</tbody></table></div>\n";
  }

  private static String share(Metric metric, Estimate figure) {
    return figure.isKnown()
        ? Say.format(
            "<td class='cell' style='--c:var(%s);--v:%.2f' title='%s'>%s</td>",
            figure.mean() < 0 ? "--bad" : "--accent",
            Math.max(0, Math.min(1, Math.abs(figure.mean()))),
            Say.escaped(Say.interval(metric, figure)),
            Say.figure(metric, figure.mean()))
        : "<td>–</td>";
  }
}
