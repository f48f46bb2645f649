package dev.prunella.plant.evaluate.report;

import dev.prunella.plant.evaluate.Confusion;
import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.Estimate;
import dev.prunella.plant.evaluate.Ladder;
import dev.prunella.plant.evaluate.Metric;
import dev.prunella.plant.evaluate.Summary;
import dev.prunella.plant.evaluate.Timeline;
import dev.prunella.plant.evaluate.TrialResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluation as one page for people. It needs no network and no script: charts are SVG, colours
 * follow the reader's light or dark mode.
 */
public final class Report {
  private static final List<Metric> TIMES_AND_SHARES =
      List.of(
          Metric.MTTR_SECONDS,
          Metric.TIME_TO_DETECT_SECONDS,
          Metric.TIME_TO_FIRST_EFFECTIVE_ACTION_SECONDS,
          Metric.SLO_ADHERENCE,
          Metric.AVOIDABLE_VIOLATION_REMOVED,
          Metric.HEALED_WITHOUT_PERSON,
          Metric.REGRET_SECONDS);

  private static final List<Metric> ACTIONS =
      List.of(
          Metric.WRONG_ACTIONS,
          Metric.HARMFUL_ACTIONS,
          Metric.IRREVERSIBLE_ACTIONS,
          Metric.GUARDRAIL_VIOLATIONS,
          Metric.FALSE_ALARMS,
          Metric.COST,
          Metric.INCIDENTS_TO_ADAPT);

  private final Findings findings;
  private final Summary summary;
  private final Map<String, List<TrialResult>> byPolicy;
  private final StringBuilder page = new StringBuilder();

  private Report(Findings findings) {
    this.findings = findings;
    summary = findings.summary();
    byPolicy = findings.byPolicy();
  }

  /** Writes the page. */
  public static void write(Findings findings, Path file) throws IOException {
    Files.writeString(file, new Report(findings).html());
  }

  private String html() {
    page.append("<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n");
    page.append("<meta name='viewport' content='width=device-width, initial-scale=1'>\n");
    page.append("<title>Prunella: evaluation</title>\n<style>\n").append(css());
    page.append("</style>\n</head>\n<body>\n<main>\n");
    header();
    policies();
    scenarios();
    distributions();
    learning();
    actionMix();
    breakEven();
    timeline();
    confusion();
    definitions();
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String css() {
    try (InputStream css = Report.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the report's style sheet cannot be read", e);
    }
  }

  private void header() {
    page.append("<header>\n<h1>Which policy heals a data pipeline best?</h1>\n");
    lead().ifPresent(lead -> page.append("<p class='lead'>").append(lead).append("</p>\n"));
    page.append("<p class='facts'>");
    int scenarios = summary.scenarios().size();
    fact("%,d %s", scenarios, scenarios == 1 ? "scenario" : "scenarios");
    fact("%,d %s", byPolicy.size(), byPolicy.size() == 1 ? "policy" : "policies");
    fact("%,d incidents for each policy", summary.incidents());
    fact(summary.perfectDetection() ? "perfect detection" : "detection in the loop");
    fact("plant %s", summary.plantFingerprint());
    page.append("</p>\n</header>\n");
  }

  private void fact(String format, Object... values) {
    page.append("<span>").append(Say.format(format, values)).append("</span>");
  }

  /** The one thing to know: where the learner stands, whatever it shows. */
  private Optional<String> lead() {
    if (!byPolicy.containsKey(Ladder.LEARNER) || !byPolicy.containsKey(Ladder.RUNBOOK)) {
      return Optional.empty();
    }
    Estimate ratio =
        summary.ratios().get(Ladder.LEARNER).get(Ladder.RUNBOOK).get(Metric.MTTR_SECONDS.key());
    String verdict =
        ratio.hi() < 1 ? "faster than" : ratio.lo() > 1 ? "slower than" : "not clearly other than";
    String lead =
        Say.format(
            "The learner of the running job is %s a careful runbook: its time to recover is %.2f"
                + " times as long (95 %%: %.2f – %.2f).",
            verdict, ratio.mean(), ratio.lo(), ratio.hi());
    Estimate learner = summary.of(Ladder.LEARNER, Metric.AVOIDABLE_VIOLATION_REMOVED);
    Estimate runbook = summary.of(Ladder.RUNBOOK, Metric.AVOIDABLE_VIOLATION_REMOVED);
    return Optional.of(
        learner.isKnown()
            ? lead
                + Say.format(
                    " Of the violation of SLOs that could be avoided it removes %s, the runbook %s.",
                    Say.share(learner.mean()), Say.share(runbook.mean()))
            : lead);
  }

  private void section(String title, String text) {
    page.append("<h2>").append(title).append("</h2>\n<p>").append(text).append("</p>\n");
  }

  private void figure(String content, String caption) {
    page.append("<figure>\n").append(content).append("<figcaption>").append(caption);
    page.append("</figcaption>\n</figure>\n");
  }

  private void policies() {
    section(
        "The policies",
        "Every policy meets the same faults with the same luck and passes the same guardrails. Each"
            + " scenario counts alike. Small figures are the 95 % interval over seeds.");
    figure(
        Intervals.html(Metric.MTTR_SECONDS, ordered(summary.policies())),
        "Mean time to recover, from a fault's beginning until its pipeline delivers within its SLO"
            + " again; a fault that is not healed counts as the horizon. Further to the left is"
            + " better.");
    page.append(Tables.policies(ordered(summary.policies()), TIMES_AND_SHARES));
    page.append(Tables.policies(ordered(summary.policies()), ACTIONS));
    page.append(
        "<p class='facts'>Actions, violations and cost are for each incident. Set in colour: the"
            + " best figure of those who know neither the world (best-informed) nor the cause"
            + " (oracle).</p>\n");
  }

  private static Map<String, Map<String, Estimate>> ordered(
      Map<String, Map<String, Estimate>> policies) {
    Map<String, Map<String, Estimate>> ordered = new LinkedHashMap<>();
    policies.keySet().stream()
        .sorted(Ladder.ORDER)
        .forEach(policy -> ordered.put(policy, policies.get(policy)));
    return ordered;
  }

  private void scenarios() {
    boolean bounded =
        byPolicy.containsKey(Ladder.DO_NOTHING) && byPolicy.containsKey(Ladder.BEST_INFORMED);
    Metric metric = bounded ? Metric.AVOIDABLE_VIOLATION_REMOVED : Metric.HEALED_WITHOUT_PERSON;
    section(
        "The scenarios",
        bounded
            ? "How much of the avoidable violation of SLOs each policy removes: 0 is to do nothing,"
                + " 100\u202f% is what can be reached from what is visible by whoever knows the world."
            : "The share of the healable faults that each policy heals without a person.");
    figure(
        Tables.scenarios(summary, metric),
        "A stronger colour is better; red is worse than to do nothing. Hover for the interval.");
  }

  private void distributions() {
    section("How long faults last", "A mean hides the tail, and the tail is what people remember.");
    figure(
        RecoveryCurves.html(byPolicy),
        "Share of the faults that were over after a time, all scenarios and seeds together. The"
            + " higher a curve, the better; where curves meet at the right, people have done what"
            + " the policy could not. At the right, the policies by their median.");
  }

  private void learning() {
    List<TrialResult> best = byPolicy.get(Ladder.BEST_INFORMED);
    if (best == null) {
      return;
    }
    Map<String, List<TrialResult>> others = new LinkedHashMap<>(byPolicy);
    others
        .keySet()
        .retainAll(List.of(Ladder.RUNBOOK, Ladder.BEST_STATIC, Ladder.LEARNER, Ladder.ORACLE));
    byPolicy.keySet().stream()
        .filter(policy -> !Ladder.NAMES.contains(policy))
        .forEach(policy -> others.put(policy, byPolicy.get(policy)));
    Map<String, List<double[]>> regrets = new LinkedHashMap<>();
    others.forEach(
        (policy, trials) -> {
          List<double[]> all = new ArrayList<>();
          for (int i = 0; i < trials.size(); i++) {
            all.add(LearningCurves.regrets(trials.get(i), best.get(i)));
          }
          regrets.put(policy, all);
        });
    String curves = LearningCurves.html(regrets);
    if (!curves.isEmpty()) {
      section(
          "Does it learn?",
          "The same faults under best-informed, which knows the world and sees what the others see,"
              + " are the measure. A policy that learns comes nearer to it.");
      figure(
          curves,
          "Seconds that a fault lasted longer than under best-informed, by how many incidents the"
              + " fleet had before; mean of 31 neighbouring incidents of all scenarios and seeds.");
    }
    String adaptation = AdaptationCurves.html(others, best);
    if (!adaptation.isEmpty()) {
      section(
          "After a shift",
          "From some moment on other causes are behind the same error types, and other actions are"
              + " right.");
      figure(
          adaptation,
          "The same measure before and after the shift (dashed), for incidents of the shifted error"
              + " types alone; mean of 9 neighbouring ones on the same side.");
    }
  }

  private void actionMix() {
    Map<String, List<TrialResult>> shown = new LinkedHashMap<>(byPolicy);
    shown.keySet().retainAll(List.of(Ladder.RUNBOOK, Ladder.LEARNER, Ladder.BEST_INFORMED));
    String mix = shown.isEmpty() ? "" : ActionMix.html(shown);
    if (!mix.isEmpty()) {
      section(
          "What is done first",
          "Where the runbook has one answer to an error type, whoever knows the world divides by the"
              + " other symptoms.");
      figure(
          mix,
          "First action by the error type that the fault shows; the small number counts the faults."
              + " “Nothing” is a fault that was over, or not detected, before anything was done.");
    }
  }

  private void breakEven() {
    findings
        .breakEven()
        .ifPresent(
            surface -> {
              section(
                  "Where the learner loses",
                  "The better the runbook and the less the symptoms tell, the less there is to"
                      + " learn.");
              figure(
                  BreakEvenMap.html(surface),
                  "Time to recover of the learner as a multiple of the runbook's. Green: the learner"
                      + " is faster; red: the runbook is. Bold: the 95 % interval excludes 1.");
            });
  }

  private void timeline() {
    findings
        .timeline()
        .ifPresent(
            timeline -> {
              EpisodeResult episode = timeline.episode();
              section(
                  "One incident",
                  Say.format(
                      "What really happened at %s: %s. It is seen as %s. Scenario %s, seed %d, under"
                          + " %s.",
                      Say.escaped(episode.stage()),
                      Say.escaped(episode.fault()),
                      Say.word(episode.shown()),
                      Say.escaped(timeline.trial().scenario().name()),
                      timeline.trial().seed(),
                      timeline.trial().policy()));
              figure(TimelineChart.html(timeline), caption(timeline));
            });
  }

  private static String caption(Timeline timeline) {
    EpisodeResult episode = timeline.episode();
    return Say.format(
        "Above, measurements of the pipeline; then the signals while they were open; then the"
            + " actions, from when they were begun until they had their effect. Shaded: from the"
            + " fault's beginning until the pipeline delivered as before, %s.",
        Say.time(episode.secondsToRecover()));
  }

  private void confusion() {
    findings.confusion().ifPresent(this::confusion);
  }

  private void confusion(Confusion confusion) {
    section(
        "Can the cause be told from what is visible?",
        Say.format(
            "A random forest that is shown error type, stage kind and symptoms of other incidents"
                + " with their causes tells %s of the causes right; whoever knows the odds of each"
                + " world would tell %s. Were it all of them, there would be nothing to learn but a"
                + " table.",
            Say.share(confusion.overall()), Say.share(confusion.known())));
    figure(
        ConfusionMap.html(confusion),
        "Rows: what it was. Columns: what the forest takes it for, in incidents that it was not"
            + " trained on. The stronger, the larger the share of the row.");
    page.append(ConfusionMap.accuracies(confusion));
  }

  private void definitions() {
    page.append("<h2>What the figures mean</h2>\n<dl>\n");
    for (Metric metric : Metric.values()) {
      page.append(
          Say.format(
              "<dt>%s</dt><dd>%s <code>%s</code></dd>%n",
              metric.title(), Say.escaped(metric.about()), metric.key()));
    }
    page.append("</dl>\n<p class='facts'>Made by <code>");
    page.append(Say.escaped(findings.command()));
    page.append("</code></p>\n");
  }
}
