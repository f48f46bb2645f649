package dev.prunella.plant.evaluate;

import dev.prunella.plant.evaluate.Metric.Part;
import dev.prunella.plant.evaluate.Metric.Peers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of policies, with intervals over seeds. Every policy meets the same faults with the
 * same luck, so seeds are drawn for all of them together, and what one policy is as a multiple of
 * another one is known far better than either.
 */
public final class Metrics {
  private final int seeds;
  private final int freedom;
  private final Map<String, Map<Metric, Samples>> policies;

  /** One metric of one policy, in each sample of seeds. */
  private record Samples(double[] sum, double[] of) {
    double[] ratio() {
      return Estimate.ratio(sum, of);
    }
  }

  private Metrics(int seeds, int freedom, Map<String, Map<Metric, Samples>> policies) {
    this.seeds = seeds;
    this.freedom = freedom;
    this.policies = policies;
  }

  /**
   * Of one scenario.
   *
   * @param results every policy with every seed, each policy's in the same order of seeds; not
   *     empty
   * @throws IllegalArgumentException if a policy has other seeds than the first one
   */
  public static Metrics of(List<TrialResult> results) {
    Map<String, List<TrialResult>> byPolicy = byPolicy(results);
    List<TrialResult> first = byPolicy.values().iterator().next();
    int[][] counts = Bootstrap.counts(first.get(0).scenario(), first.size());
    Map<String, Map<Metric, Samples>> policies = new LinkedHashMap<>();
    byPolicy.forEach(
        (policy, own) -> {
          requireSameSeeds(policy, own, first);
          Map<Metric, Samples> metrics = new EnumMap<>(Metric.class);
          for (Metric metric : Metric.values()) {
            metrics.put(metric, samples(parts(metric, own, byPolicy), counts));
          }
          policies.put(policy, metrics);
        });
    return new Metrics(first.size(), first.size() - 1, policies);
  }

  private static Map<String, List<TrialResult>> byPolicy(List<TrialResult> results) {
    Map<String, List<TrialResult>> byPolicy = new LinkedHashMap<>();
    for (TrialResult result : results) {
      byPolicy.computeIfAbsent(result.policy(), name -> new ArrayList<>()).add(result);
    }
    return byPolicy;
  }

  private static void requireSameSeeds(
      String policy, List<TrialResult> own, List<TrialResult> first) {
    List<Long> expected = first.stream().map(TrialResult::seed).toList();
    List<Long> seeds = own.stream().map(TrialResult::seed).toList();
    if (!seeds.equals(expected)) {
      throw new IllegalArgumentException(
          "%s was run with seeds %s; expected %s as the others".formatted(policy, seeds, expected));
    }
  }

  private static List<Part> parts(
      Metric metric, List<TrialResult> own, Map<String, List<TrialResult>> byPolicy) {
    List<TrialResult> doNothing = byPolicy.get(Ladder.DO_NOTHING);
    List<TrialResult> bestInformed = byPolicy.get(Ladder.BEST_INFORMED);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      Peers peers =
          new Peers(
              doNothing == null ? null : doNothing.get(i),
              bestInformed == null ? null : bestInformed.get(i));
      parts.add(metric.of(own.get(i), peers));
    }
    return parts;
  }

  private static Samples samples(List<Part> parts, int[][] counts) {
    double[] sum = new double[counts.length];
    double[] of = new double[counts.length];
    for (int sample = 0; sample < counts.length; sample++) {
      for (int i = 0; i < parts.size(); i++) {
        double share = (double) counts[sample][i] / parts.size();
        sum[sample] += share * parts.get(i).sum();
        of[sample] += share * parts.get(i).of();
      }
    }
    return new Samples(sum, of);
  }

  /**
   * Over several scenarios, each of which counts alike however many pipelines and faults it has.
   *
   * @param scenarios with the same policies; not empty
   */
  public static Metrics over(List<Metrics> scenarios) {
    Map<String, Map<Metric, Samples>> policies = new LinkedHashMap<>();
    for (String policy : scenarios.get(0).policies()) {
      Map<Metric, Samples> metrics = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        List<Samples> all =
            scenarios.stream().map(one -> one.policies.get(policy).get(metric)).toList();
        metrics.put(metric, metric.isOfAllScenariosTogether() ? together(all) : mean(all));
      }
      policies.put(policy, metrics);
    }
    return new Metrics(
        scenarios.stream().mapToInt(one -> one.seeds).min().orElseThrow(),
        scenarios.stream().mapToInt(one -> one.freedom).sum(),
        policies);
  }

  private static Samples mean(List<Samples> all) {
    double[] mean = Estimate.mean(all.stream().map(Samples::ratio).toList());
    double[] ones = new double[mean.length];
    Arrays.fill(ones, 1);
    return new Samples(mean, ones);
  }

  /**
   * Sums before they are divided; each scenario's are means over its seeds, so they weigh alike.
   */
  private static Samples together(List<Samples> all) {
    return new Samples(
        Estimate.mean(all.stream().map(Samples::sum).toList()),
        Estimate.mean(all.stream().map(Samples::of).toList()));
  }

  /** In the order of the results. */
  public List<String> policies() {
    return List.copyOf(policies.keySet());
  }

  /**
   * What a policy comes to.
   *
   * @throws IllegalArgumentException if it was not run
   */
  public Estimate of(String policy, Metric metric) {
    return Estimate.of(samplesOf(policy, metric).ratio(), seeds, freedom);
  }

  /** The one policy's figure as a multiple of the other's, which met the same faults. */
  public Estimate ratio(String policy, String other, Metric metric) {
    return Estimate.of(
        Estimate.ratio(samplesOf(policy, metric).ratio(), samplesOf(other, metric).ratio()),
        seeds,
        freedom);
  }

  private Samples samplesOf(String policy, Metric metric) {
    if (!policies.containsKey(policy)) {
      throw new IllegalArgumentException(
          "there are no results of '%s'; known are %s".formatted(policy, policies.keySet()));
    }
    return policies.get(policy).get(metric);
  }
}
