package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names of lines at their right ends, moved apart where they would cover each other. */
final class Labels {
  private static final double APART = 16;

  private final List<Label> labels = new ArrayList<>();

  private record Label(String policy, double y) {}

  void add(String policy, double y) {
    labels.add(new Label(policy, y));
  }

  /**
   * @param x where they begin
   * @param least the highest place, {@code most} the lowest
   */
  void draw(Svg svg, double x, double least, double most) {
    labels.sort(Comparator.comparingDouble(Label::y));
    double[] places = labels.stream().mapToDouble(Label::y).toArray();
    for (int i = 0; i < places.length; i++) {
      double above = i == 0 ? least : places[i - 1] + APART;
      places[i] = Math.max(places[i], above);
    }
    for (int i = places.length - 1; i >= 0; i--) {
      double below = i == places.length - 1 ? most : places[i + 1] - APART;
      places[i] = Math.min(places[i], below);
    }
    for (int i = 0; i < places.length; i++) {
      String policy = labels.get(i).policy();
      svg.dot(x + 6, places[i] - 4, 4, Say.colour(policy), "");
      svg.text(x + 15, places[i], Anchor.START, "series", policy);
    }
  }
}
