package dev.prunella.app;

import dev.prunella.plant.rehearsal.Training;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.ScenarioFile;
import dev.prunella.schemas.PolicySnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets the learner learn in the simulator. */
@Command(
    name = "train",
    description =
        "Lets the learner learn in the simulator, so that a fleet need not begin at zero.",
    footer = {
      "Each scenario is played in several worlds, none of which `evaluate` ever measures in. What is",
      "learned is written to POLICY, a record of the topic policy as JSON. Then hand it to a fleet:",
      "there it is a prior that counts no more than the runbook, and less with every incident that",
      "the fleet sees itself.",
      "",
      "  ./prunella train --scenarios deploy/scenarios --out policy.json",
      "  ./prunella policy import policy.json --fleet shop",
      "",
      "The same scenarios and worlds give the same policy, on any number of cores. Exit code: 0 it is",
      "written; 1 it failed; 2 bad usage, or a mistake in a scenario."
    })
final class TrainVerb implements Callable<Integer> {

  @Option(
      names = "--scenarios",
      paramLabel = "PATH",
      required = true,
      description = "A scenario (YAML), or a folder of them; docs/scenarios.md says how they look.")
  private Path scenarios;

  @Option(
      names = "--out",
      paramLabel = "POLICY",
      required = true,
      description = "The file to write.")
  private Path out;

  @Option(
      names = "--worlds",
      paramLabel = "N",
      defaultValue = "4",
      description = "Worlds for each scenario, 1 or more; without it, ${DEFAULT-VALUE}.")
  private int worlds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Scenarios at one time; without it, one for each core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (worlds < 1 || threads < 1) {
      throw Failure.usage("--worlds and --threads are whole numbers of 1 or more");
    }
    if (!Files.exists(scenarios)) {
      throw Failure.usage("there is no " + scenarios + "; deploy/scenarios has some to begin with");
    }
    List<Scenario> read =
        Files.isDirectory(scenarios)
            ? ScenarioFile.readAll(scenarios)
            : List.of(ScenarioFile.read(scenarios));
    PolicySnapshot policy = Training.merged(train(read));
    PolicyFile.write(policy, out);
    spec.commandLine()
        .getOut()
        .printf(
            "%s knows %d states and actions from %d worlds of %d scenarios.%n"
                + "Hand it to a fleet: ./prunella policy import %s --fleet NAME%n",
            out, policy.getCells().size(), worlds * read.size(), read.size(), out);
    return 0;
  }

  private List<PolicySnapshot> train(List<Scenario> read) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Progress progress = new Progress((long) worlds * read.size())) {
      List<Future<PolicySnapshot>> running = new ArrayList<>();
      for (Scenario scenario : read) {
        running.add(
            pool.submit(
                () -> {
                  Training training = new Training(scenario);
                  for (int i = 0; i < worlds; i++) {
                    training.rehearse();
                    progress.step();
                  }
                  return training.policy();
                }));
      }
      List<PolicySnapshot> policies = new ArrayList<>();
      for (Future<PolicySnapshot> one : running) {
        policies.add(one.get());
      }
      return policies;
    } catch (ExecutionException e) {
      throw Failure.failed("training failed: " + e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** A bar of the worlds on a terminal; in a pipe, silence. */
  private static final class Progress implements AutoCloseable {
    private final ProgressBar bar; // null in a pipe

    Progress(long worlds) {
      bar =
          System.console() == null
              ? null
              : new ProgressBarBuilder()
                  .setTaskName("Worlds")
                  .setInitialMax(worlds)
                  .setStyle(ProgressBarStyle.ASCII)
                  .build();
    }

    void step() {
      if (bar != null) {
        bar.step();
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
