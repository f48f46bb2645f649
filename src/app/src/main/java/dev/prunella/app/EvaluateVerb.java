package dev.prunella.app;

import dev.prunella.plant.evaluate.BreakEven;
import dev.prunella.plant.evaluate.BreakEvenGrid;
import dev.prunella.plant.evaluate.CauseForest;
import dev.prunella.plant.evaluate.Contestants;
import dev.prunella.plant.evaluate.EpisodeResult;
import dev.prunella.plant.evaluate.Estimate;
import dev.prunella.plant.evaluate.Evaluation;
import dev.prunella.plant.evaluate.Fingerprint;
import dev.prunella.plant.evaluate.Highlight;
import dev.prunella.plant.evaluate.Ladder;
import dev.prunella.plant.evaluate.Metric;
import dev.prunella.plant.evaluate.Plan;
import dev.prunella.plant.evaluate.Summary;
import dev.prunella.plant.evaluate.Trial;
import dev.prunella.plant.evaluate.TrialLog;
import dev.prunella.plant.evaluate.TrialResult;
import dev.prunella.plant.evaluate.TrialRunner;
import dev.prunella.plant.evaluate.report.Findings;
import dev.prunella.plant.evaluate.report.Report;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.ScenarioFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Policies against each other in the simulator. */
@Command(
    name = "evaluate",
    description = "Lets policies heal the same simulated faults, and measures how well they do.",
    footer = {
      "Each scenario is played with several seeds, each of which is a world of its own: what is",
      "behind an error, and which action helps, is drawn anew. Every policy meets the same faults",
      "with the same luck, and passes the same guardrails.",
      "",
      "  do-nothing      people find it by themselves",
      "  random          any permitted action",
      "  retry-and-page  retries after 0, 2, 6, 12, ... minutes, then people",
      "  runbook         a careful table: error type and stage kind, up to three steps, people",
      "  best-static     the best such table in hindsight, from other worlds",
      "  learner         the learner of the running job",
      "  best-informed   knows the world and sees what all see: the ceiling of any learner",
      "  oracle          knows the cause",
      "",
      "  ./prunella evaluate --scenarios deploy/scenarios --perfect-detection --out o",
      "  ./prunella evaluate --scenarios deploy/scenarios/peak.yaml --seeds 5 --out o",
      "  ./prunella evaluate --scenarios peak.yaml --policies runbook,learner --out o --json",
      "",
      "Then o/report.html is for people, o/summary.json for machines. What ran stays in",
      "o/trials.jsonl: the same command goes on where it was broken off. docs/evaluation.md says",
      "what each figure means. Exit code: 0 it was measured, whatever the figures; 1 it failed;",
      "2 bad usage, or a mistake in a scenario."
    })
final class EvaluateVerb implements Callable<Integer> {

  @Option(
      names = "--scenarios",
      paramLabel = "PATH",
      required = true,
      description = "A scenario (YAML), or a folder of them; docs/scenarios.md says how they look.")
  private Path scenarios;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where to write summary.json, report.html and trials.jsonl.")
  private Path out;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Worlds for each scenario, 1 or more; without it, those that it names.")
  private Integer seeds;

  @Option(
      names = "--policies",
      paramLabel = "NAME",
      split = ",",
      description = "Which ones; without it, all that are listed below.")
  private List<String> policies = Ladder.NAMES;

  @Option(
      names = "--perfect-detection",
      description = {
        "What is visible of a fault is seen at once and without noise, by all",
        "policies, instead of being detected in telemetry. Much faster."
      })
  private boolean perfectDetection;

  @Option(
      names = "--break-even",
      description = "Also looks for where the learner loses to the runbook; for the report.")
  private boolean breakEven;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Trials at one time; without it, one for each core. The figures are the same.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Prints summary.json instead of the table.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Plan plan = plan();
    List<Trial> trials = plan.trials();
    List<Trial> grid = breakEven ? BreakEvenGrid.trials(plan.scenarios()) : List.of();
    Instant begin = Instant.now();
    TrialRunner runner = new TrialRunner(threads);
    Findings findings;
    try (Screen screen = new Screen(trials.size() + grid.size());
        TrialLog log = log("trials.jsonl")) {
      Evaluation evaluation = new Evaluation(runner, threads, screen);
      List<TrialResult> results = evaluation.run(trials, log);
      findings =
          new Findings(
              Summary.of(trials, results),
              results,
              breakEven(evaluation, grid),
              Highlight.of(trials, results).map(h -> runner.record(h.trial(), h.episode())),
              CauseForest.confusion(incidents(plan, results)),
              "./prunella " + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
    }
    findings.summary().write(out.resolve("summary.json"));
    Report.write(findings, out.resolve("report.html"));
    tell(findings.summary(), runner, Duration.between(begin, Instant.now()));
    return 0;
  }

  private Optional<BreakEven> breakEven(Evaluation evaluation, List<Trial> grid)
      throws IOException, InterruptedException {
    if (grid.isEmpty()) {
      return Optional.empty();
    }
    try (TrialLog log = log("break-even.jsonl")) {
      return Optional.of(BreakEvenGrid.of(evaluation.run(grid, log)));
    }
  }

  /** Each fault once: all policies met the same ones. */
  private static List<EpisodeResult> incidents(Plan plan, List<TrialResult> results) {
    return results.stream()
        .filter(result -> result.policy().equals(plan.policies().get(0)))
        .flatMap(result -> result.episodes().stream())
        .toList();
  }

  private Plan plan() {
    if (seeds != null && seeds < 1) {
      throw Failure.usage("--seeds is " + seeds + "; expected 1 or more");
    }
    if (threads < 1) {
      throw Failure.usage("--threads is " + threads + "; expected 1 or more");
    }
    for (String policy : policies) {
      if (!Contestants.isKnown(policy)) {
        throw Failure.usage(
            "--policies names '%s'; known are %s"
                .formatted(policy, String.join(", ", Ladder.NAMES)));
      }
    }
    List<Scenario> all =
        Files.isRegularFile(scenarios)
            ? List.of(ScenarioFile.read(scenarios))
            : ScenarioFile.readAll(scenarios);
    return new Plan(
        all,
        seeds == null ? OptionalInt.empty() : OptionalInt.of(seeds),
        policies.stream().distinct().sorted(Ladder.ORDER).toList(),
        perfectDetection);
  }

  private TrialLog log(String name) {
    try {
      return new TrialLog(out.resolve(name), Fingerprint.ofCode());
    } catch (IOException e) {
      throw Failure.usage("--out " + out + " cannot be written: " + e.getMessage());
    }
  }

  private void tell(Summary summary, TrialRunner runner, Duration took) {
    PrintWriter terminal = spec.commandLine().getOut();
    if (json) {
      terminal.print(summary.json());
    } else {
      table(summary).lines().forEach(terminal::println);
      terminal.println();
      terminal.println(
          say(
              "%s in %s for each of %s; plant %s. See %s.",
              count(summary.incidents(), "incident", "incidents"),
              count(summary.scenarios().size(), "scenario", "scenarios"),
              count(summary.policies().size(), "policy", "policies"),
              summary.plantFingerprint(),
              out.resolve("report.html")));
      if (runner.stageSteps() > 0) {
        terminal.println(
            say(
                "%.0f s; %,.0f stage-steps a second and thread in what was run now.",
                took.toMillis() / 1000.0, runner.stageSteps() / runner.seconds()));
      }
    }
    terminal.flush();
  }

  private static TextTable table(Summary summary) {
    TextTable table =
        new TextTable()
            .row(
                "POLICY", "MTTR", "", "DETECT", "ACT", "SLO", "REMOVED", "HEALED", "WRONG", "HARM",
                "COST", "REGRET");
    for (String policy : summary.policies().keySet()) {
      Estimate mttr = summary.of(policy, Metric.MTTR_SECONDS);
      table.row(
          policy,
          minutes(mttr.mean()),
          mttr.isKnown() ? say("[%.1f, %.1f]", mttr.lo() / 60, mttr.hi() / 60) : "",
          minutes(mean(summary, policy, Metric.TIME_TO_DETECT_SECONDS)),
          minutes(mean(summary, policy, Metric.TIME_TO_FIRST_EFFECTIVE_ACTION_SECONDS)),
          percent(mean(summary, policy, Metric.SLO_ADHERENCE)),
          percent(mean(summary, policy, Metric.AVOIDABLE_VIOLATION_REMOVED)),
          percent(mean(summary, policy, Metric.HEALED_WITHOUT_PERSON)),
          number(mean(summary, policy, Metric.WRONG_ACTIONS)),
          number(mean(summary, policy, Metric.HARMFUL_ACTIONS)),
          number(mean(summary, policy, Metric.COST)),
          minutes(mean(summary, policy, Metric.REGRET_SECONDS)));
    }
    return table;
  }

  private static double mean(Summary summary, String policy, Metric metric) {
    return summary.of(policy, metric).mean();
  }

  private static String minutes(double seconds) {
    return Double.isNaN(seconds) ? "-" : say("%.1f min", seconds / 60);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : say("%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : say("%.2f", value);
  }

  private static String count(long number, String one, String many) {
    return say("%,d %s", number, number == 1 ? one : many);
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** On a terminal, a bar of the trials; in a pipe, silence. */
  private static final class Screen implements Evaluation.Listener, AutoCloseable {
    private final ProgressBar bar; // null in a pipe

    Screen(int trials) {
      bar =
          System.console() == null
              ? null
              : new ProgressBarBuilder()
                  .setTaskName("Trials")
                  .setInitialMax(trials)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(200)
                  .build();
    }

    @Override
    public void onTrial(Trial trial, TrialResult result) {
      if (bar != null) {
        bar.step();
        bar.setExtraMessage(" " + trial);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
