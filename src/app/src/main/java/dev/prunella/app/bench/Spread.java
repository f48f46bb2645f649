package dev.prunella.app.bench;

import java.util.List;

/** What several rounds gave: all of it, its middle and its ends. */
public record Spread(double median, double min, double max, List<Double> all) {

  static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), List.copyOf(values));
  }
}
