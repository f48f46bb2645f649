package dev.prunella.plant.evaluate;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import smile.base.cart.SplitRule;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;

/**
 * A random forest that is to tell the cause of an incident from what is visible of it: error type,
 * stage kind and symptoms (Breiman, Random Forests, Machine Learning 45, 2001). It is asked about
 * incidents that it was not trained on: of five parts, four train it for the fifth.
 */
public final class CauseForest {
  private static final int PARTS = 5;
  private static final int TREES = 100;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_NODES = 2000;
  private static final int LEAF = 3; // incidents in a leaf at least
  private static final int LEAST = 10; // incidents of a cause, or it is left out
  private static final String CAUSE = "cause";

  private final List<EpisodeResult> incidents;
  private final List<String> faults;
  private final List<ErrorType> shown;
  private final List<StageKind> kinds;
  private final List<String> symptoms;

  private CauseForest(List<EpisodeResult> incidents) {
    Map<String, Integer> frequent = new TreeMap<>();
    incidents.forEach(incident -> frequent.merge(incident.fault(), 1, Integer::sum));
    frequent.values().removeIf(count -> count < LEAST);
    this.incidents = incidents.stream().filter(i -> frequent.containsKey(i.fault())).toList();
    faults = List.copyOf(frequent.keySet());
    // What is always or never so tells nothing, and a forest would only stumble over it.
    shown = distinct(EpisodeResult::shown);
    kinds = distinct(EpisodeResult::kind);
    TreeSet<String> all = new TreeSet<>();
    this.incidents.forEach(incident -> all.addAll(incident.symptoms()));
    symptoms = List.copyOf(all);
  }

  /** The values that tell incidents apart; none if there is one only. */
  private <T> List<T> distinct(Function<EpisodeResult, T> value) {
    List<T> values = incidents.stream().map(value).distinct().sorted().toList();
    return values.size() > 1 ? values : List.of();
  }

  /**
   * How far it comes.
   *
   * @param incidents each fault once, whatever the policy; causes that are rare among them are left
   *     out
   * @return empty if fewer than two causes are frequent enough
   */
  public static Optional<Confusion> confusion(Collection<EpisodeResult> incidents) {
    CauseForest forest = new CauseForest(List.copyOf(incidents));
    return forest.faults.size() < 2 ? Optional.empty() : Optional.of(forest.confusion());
  }

  private Confusion confusion() {
    int[] taken = new int[incidents.size()];
    for (int part = 0; part < PARTS; part++) {
      List<EpisodeResult> training = new ArrayList<>();
      for (int i = 0; i < incidents.size(); i++) {
        if (i % PARTS != part) {
          training.add(incidents.get(i));
        }
      }
      RandomForest forest = fit(frame(training));
      DataFrame all = frame(incidents);
      for (int i = part; i < incidents.size(); i += PARTS) {
        taken[i] = forest.predict(all.get(i));
      }
    }
    return counted(taken);
  }

  private RandomForest fit(DataFrame training) {
    int mtry = Math.min(training.ncols() - 1, Math.max(2, (training.ncols() - 1) / 3));
    return RandomForest.fit(
        Formula.lhs(CAUSE),
        training,
        TREES,
        mtry,
        SplitRule.GINI,
        MAX_DEPTH,
        MAX_NODES,
        LEAF,
        1.0,
        null,
        LongStream.range(1, TREES + 1));
  }

  /** A column of zeros and ones for each thing that may be visible, and the cause. */
  private DataFrame frame(List<EpisodeResult> rows) {
    List<String> names = new ArrayList<>();
    shown.forEach(type -> names.add("shown " + type));
    kinds.forEach(kind -> names.add("at " + kind));
    names.addAll(symptoms);
    int firstSymptom = shown.size() + kinds.size();
    double[][] visible = new double[rows.size()][names.size()];
    int[] causes = new int[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      EpisodeResult row = rows.get(i);
      if (!shown.isEmpty()) {
        visible[i][shown.indexOf(row.shown())] = 1;
      }
      if (!kinds.isEmpty()) {
        visible[i][shown.size() + kinds.indexOf(row.kind())] = 1;
      }
      for (String symptom : row.symptoms()) {
        visible[i][firstSymptom + symptoms.indexOf(symptom)] = 1;
      }
      causes[i] = faults.indexOf(row.fault());
    }
    return DataFrame.of(visible, names.toArray(String[]::new)).merge(IntVector.of(CAUSE, causes));
  }

  private Confusion counted(int[] taken) {
    int[][] counts = new int[faults.size()][faults.size()];
    Map<ErrorType, Integer> right = new TreeMap<>();
    Map<ErrorType, Integer> all = new TreeMap<>();
    for (int i = 0; i < taken.length; i++) {
      EpisodeResult incident = incidents.get(i);
      int cause = faults.indexOf(incident.fault());
      counts[cause][taken[i]]++;
      all.merge(incident.shown(), 1, Integer::sum);
      right.merge(incident.shown(), cause == taken[i] ? 1 : 0, Integer::sum);
    }
    Map<ErrorType, Double> accuracy = new LinkedHashMap<>();
    all.entrySet().stream()
        .sorted(Map.Entry.<ErrorType, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            type ->
                accuracy.put(type.getKey(), (double) right.get(type.getKey()) / type.getValue()));
    double known =
        incidents.stream().mapToInt(i -> i.guess().equals(i.fault()) ? 1 : 0).average().orElse(0);
    return new Confusion(faults, counts, accuracy, all, known);
  }
}
