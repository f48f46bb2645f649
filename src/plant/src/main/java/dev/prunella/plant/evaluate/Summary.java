package dev.prunella.plant.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All figures of an evaluation, as in {@code summary.json}: the same trials give the same bytes.
 *
 * @param plantFingerprint see {@link Fingerprint#ofPlant}
 * @param perfectDetection see {@link Trial#perfectDetection}
 * @param incidents faults that each policy met, in all
 * @param stageSteps steps of simulated stages that all of it took
 * @param policies policy -> metric -> estimate, over all scenarios, each of which counts alike
 * @param ratios policy -> other policy -> metric -> what the one's figure is as a multiple of the
 *     other's, paired by seed
 * @param scenarios by name, in the order in which they were given
 */
public record Summary(
    String plantFingerprint,
    boolean perfectDetection,
    long incidents,
    long stageSteps,
    Map<String, Map<String, Estimate>> policies,
    Map<String, Map<String, Map<String, Estimate>>> ratios,
    Map<String, OfScenario> scenarios) {

  /** What policies are also compared by as multiples. */
  private static final List<Metric> RATIOS =
      List.of(
          Metric.MTTR_SECONDS,
          Metric.TIME_TO_FIRST_EFFECTIVE_ACTION_SECONDS,
          Metric.SLO_VIOLATION,
          Metric.COST);

  /**
   * One scenario.
   *
   * @param fingerprint see {@link Fingerprint#of}
   * @param incidents faults that each policy met, over all seeds
   * @param policies as in {@link Summary}
   * @param ratios as in {@link Summary}
   */
  public record OfScenario(
      String fingerprint,
      List<Long> seeds,
      long incidents,
      Map<String, Map<String, Estimate>> policies,
      Map<String, Map<String, Map<String, Estimate>>> ratios) {}

  /**
   * Of trials and what they came to.
   *
   * @param trials in an order in which those of a scenario are together, and in it those of a
   *     policy have the same order of seeds; not empty
   * @param results one for each trial
   */
  public static Summary of(List<Trial> trials, List<TrialResult> results) {
    Map<String, List<TrialResult>> byScenario = new LinkedHashMap<>();
    Map<String, Trial> firsts = new LinkedHashMap<>();
    for (int i = 0; i < trials.size(); i++) {
      String name = trials.get(i).scenario().name();
      firsts.putIfAbsent(name, trials.get(i));
      byScenario.computeIfAbsent(name, n -> new ArrayList<>()).add(results.get(i));
    }
    Map<String, OfScenario> scenarios = new LinkedHashMap<>();
    List<Metrics> all = new ArrayList<>();
    long incidents = 0;
    for (Map.Entry<String, List<TrialResult>> one : byScenario.entrySet()) {
      Metrics metrics = Metrics.of(one.getValue());
      OfScenario scenario =
          scenario(Fingerprint.of(firsts.get(one.getKey()).scenario()), one.getValue(), metrics);
      all.add(metrics);
      scenarios.put(one.getKey(), scenario);
      incidents += scenario.incidents();
    }
    Metrics over = Metrics.over(all);
    return new Summary(
        Fingerprint.ofPlant(),
        trials.get(0).perfectDetection(),
        incidents,
        results.stream().mapToLong(TrialResult::stageSteps).sum(),
        estimates(over),
        ratios(over),
        scenarios);
  }

  private static OfScenario scenario(
      String fingerprint, List<TrialResult> results, Metrics metrics) {
    String first = results.get(0).policy();
    List<TrialResult> ofFirst =
        results.stream().filter(result -> result.policy().equals(first)).toList();
    return new OfScenario(
        fingerprint,
        ofFirst.stream().map(TrialResult::seed).toList(),
        ofFirst.stream().mapToLong(result -> result.episodes().size()).sum(),
        estimates(metrics),
        ratios(metrics));
  }

  private static Map<String, Map<String, Estimate>> estimates(Metrics metrics) {
    Map<String, Map<String, Estimate>> policies = new LinkedHashMap<>();
    for (String policy : metrics.policies()) {
      Map<String, Estimate> estimates = new LinkedHashMap<>();
      for (Metric metric : Metric.values()) {
        estimates.put(metric.key(), metrics.of(policy, metric));
      }
      policies.put(policy, estimates);
    }
    return policies;
  }

  private static Map<String, Map<String, Map<String, Estimate>>> ratios(Metrics metrics) {
    Map<String, Map<String, Map<String, Estimate>>> ratios = new LinkedHashMap<>();
    for (String policy : metrics.policies()) {
      Map<String, Map<String, Estimate>> others = new LinkedHashMap<>();
      for (String other : metrics.policies()) {
        if (!other.equals(policy)) {
          Map<String, Estimate> estimates = new LinkedHashMap<>();
          for (Metric metric : RATIOS) {
            estimates.put(metric.key(), metrics.ratio(policy, other, metric));
          }
          others.put(other, estimates);
        }
      }
      ratios.put(policy, others);
    }
    return ratios;
  }

  /** The estimate of a policy over all scenarios. */
  public Estimate of(String policy, Metric metric) {
    return policies.get(policy).get(metric.key());
  }

  /** As JSON, over several lines. */
  public String json() {
    try {
      return JsonForm.PAGE.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary that is no JSON", e);
    }
  }

  public void write(Path file) throws IOException {
    Files.writeString(file, json());
  }
}
