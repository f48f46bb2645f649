package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.Confusion;
import dev.prunella.plant.evaluate.report.Svg.Anchor;
import dev.prunella.schemas.ErrorType;
import java.util.List;
import java.util.Map;

/** What a classifier takes each hidden cause for, and how often it is right by error type. */
final class ConfusionMap {
  private static final double CELL = 25;
  private static final double NAMES = 170;

  private ConfusionMap() {}

  static String html(Confusion confusion) {
    List<String> faults = confusion.faults();
    double size = CELL * faults.size();
    Svg svg =
        new Svg(
            Plot.WIDTH,
            size + 130,
            "Confusion of causes: what it was against what it is taken for");
    for (int row = 0; row < faults.size(); row++) {
      double y = row * CELL;
      svg.text(NAMES - 10, y + 17, Anchor.END, "series", faults.get(row));
      long all = 0;
      for (int count : confusion.counts()[row]) {
        all += count;
      }
      for (int column = 0; column < faults.size(); column++) {
        int count = confusion.counts()[row][column];
        if (count > 0) {
          cell(svg, confusion, row, column, (double) count / all);
        }
      }
      svg.line(NAMES, y + CELL, NAMES + size, y + CELL, "grid");
    }
    svg.line(NAMES, size, NAMES + size, size, "axis");
    for (int column = 0; column < faults.size(); column++) {
      svg.slanted(NAMES + column * CELL + CELL / 2, size + 14, "tick", faults.get(column));
    }
    return svg.html();
  }

  private static void cell(Svg svg, Confusion confusion, int row, int column, double share) {
    String title =
        "%s taken for %s: %s"
            .formatted(
                confusion.faults().get(row), confusion.faults().get(column), Say.share(share));
    String colour = row == column ? "--accent" : "--bad";
    svg.rect(
        NAMES + column * CELL + 1,
        row * CELL + 1,
        CELL - 2,
        CELL - 2,
        "",
        Say.format(
            "color-mix(in srgb, var(%s) %.0f%%, transparent)", colour, 8 + 92 * Math.sqrt(share)),
        title);
  }

  static String accuracies(Confusion confusion) {
    StringBuilder html =
        new StringBuilder(
            "<table class='narrow'><thead><tr><th>shown as</th><th>incidents</th>"
                + "<th>cause told right</th></tr></thead><tbody>");
    for (Map.Entry<ErrorType, Double> type : confusion.accuracy().entrySet()) {
      html.append(
          Say.format(
              "<tr><td>%s</td><td>%,d</td><td>%s</td></tr>",
              Say.word(type.getKey()),
              confusion.incidents().get(type.getKey()),
              Say.share(type.getValue())));
    }
    return html + "</tbody></table>\n";
  }
}
