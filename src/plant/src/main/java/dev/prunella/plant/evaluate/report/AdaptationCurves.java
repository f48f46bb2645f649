package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.TrialResult;
import dev.prunella.plant.evaluate.report.Plot.Span;
import dev.prunella.schemas.ErrorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The same before and after a shift, counted in incidents of the shifted error types. */
final class AdaptationCurves {
  private static final int BEFORE = 15;
  private static final int AFTER = 40;
  private static final int WINDOW = 4; // incidents on the same side of the shift
  private static final int LEAST = 8; // incidents behind a point

  private AdaptationCurves() {}

  /**
   * @param byPolicy trials of each, in the same order
   * @param best the same trials under the policy that regret is measured against
   */
  static String html(Map<String, List<TrialResult>> byPolicy, List<TrialResult> best) {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    double most = 60;
    double least = 0;
    double first = -1;
    double last = 1;
    for (Map.Entry<String, List<TrialResult>> policy : byPolicy.entrySet()) {
      List<double[]> curve = curve(policy.getValue(), best);
      curves.put(policy.getKey(), curve);
      for (double[] point : curve) {
        most = Math.max(most, point[1]);
        least = Math.min(least, point[1]);
        first = Math.min(first, point[0]);
        last = Math.max(last, point[0]);
      }
    }
    boolean empty = curves.values().stream().allMatch(List::isEmpty);
    return empty
        ? ""
        : LearningCurves.drawn(
            curves,
            Span.linear(first, last),
            Span.linear(least, most * 1.05),
            "incidents of the shifted error types, counted from the shift");
  }

  private static List<double[]> curve(List<TrialResult> own, List<TrialResult> best) {
    TreeMap<Integer, List<Double>> byPlace = new TreeMap<>();
    for (int i = 0; i < own.size(); i++) {
      collect(own.get(i), best.get(i), byPlace);
    }
    List<double[]> curve = new ArrayList<>();
    for (int place : byPlace.keySet()) {
      List<Double> near = new ArrayList<>();
      for (int other = place - WINDOW; other <= place + WINDOW; other++) {
        if (place < 0 == other < 0) {
          near.addAll(byPlace.getOrDefault(other, List.of()));
        }
      }
      if (near.size() >= LEAST) {
        double mean = near.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        curve.add(new double[] {place, mean});
      }
    }
    return curve;
  }

  /** Of one trial with a shift, the regret at each place before and after its first shift. */
  private static void collect(
      TrialResult own, TrialResult best, Map<Integer, List<Double>> byPlace) {
    Set<ErrorType> shifted = new HashSet<>();
    own.episodes().stream()
        .filter(episode -> episode.shifts() > 0)
        .forEach(episode -> shifted.add(episode.shown()));
    Map<Integer, Double> others = new HashMap<>();
    best.episodes().forEach(e -> others.put(e.number(), e.secondsToRecover()));
    List<EpisodeResult> ofClass =
        own.episodes().stream()
            .filter(e -> shifted.contains(e.shown()) && e.shifts() <= 1)
            .filter(e -> others.containsKey(e.number()))
            .toList();
    int before = (int) ofClass.stream().filter(episode -> episode.shifts() == 0).count();
    for (int i = 0; i < ofClass.size(); i++) {
      int place = i - before;
      if (place >= -BEFORE && place <= AFTER) {
        EpisodeResult episode = ofClass.get(i);
        byPlace
            .computeIfAbsent(place, p -> new ArrayList<>())
            .add(episode.secondsToRecover() - others.get(episode.number()));
      }
    }
  }
}
