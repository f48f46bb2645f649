package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.BreakEven;
import dev.prunella.plant.evaluate.Estimate;

/** Where the learner beats the runbook and where it does not, as a table in colours. */
final class BreakEvenMap {
  private static final double EVEN = 0.02; // nearer to 1 than that: even

  private BreakEvenMap() {}

  static String html(BreakEven surface) {
    StringBuilder html =
        new StringBuilder("<table class='map'><thead><tr><th>runbook ↓ &nbsp; ambiguity →</th>");
    for (double ambiguity : surface.ambiguities()) {
      html.append(Say.format("<th>%.2f</th>", ambiguity));
    }
    html.append("</tr></thead><tbody>");
    for (int row = surface.qualities().size() - 1; row >= 0; row--) {
      html.append(Say.format("<tr><th>%.2f</th>", surface.qualities().get(row)));
      for (int column = 0; column < surface.ambiguities().size(); column++) {
        html.append(cell(surface.ratios().get(row).get(column)));
      }
      html.append("</tr>");
    }
    return html
        + "</tbody></table>"
        + "<p class='axes'>Down: quality of the runbook, as the share of its rules that are those of"
        + " best-static; the others begin with an action at random, and the learner begins with the"
        + " same runbook as a prior. Across: how little symptoms tell.</p>";
  }

  private static String cell(Estimate ratio) {
    if (!ratio.isKnown()) {
      return "<td></td>";
    }
    double strength = Math.min(1, Math.abs(Math.log(ratio.mean())) / Math.log(2));
    String colour = ratio.mean() < 1 ? "--good" : "--bad";
    boolean certain = ratio.hi() < 1 || ratio.lo() > 1;
    boolean even = Math.abs(ratio.mean() - 1) < EVEN;
    return Say.format(
        "<td class='%s' style='--c:var(%s);--v:%.2f' title='%s'>%.2f</td>",
        certain ? "certain" : "",
        colour,
        even ? 0 : strength,
        Say.escaped("95 %: " + Say.format("%.2f – %.2f", ratio.lo(), ratio.hi())),
        ratio.mean());
  }
}
