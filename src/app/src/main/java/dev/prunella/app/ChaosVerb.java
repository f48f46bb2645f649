package dev.prunella.app;

import dev.prunella.app.chaos.Chaos;
import dev.prunella.app.chaos.ChaosReport;
import dev.prunella.app.chaos.check.Violation;
import dev.prunella.app.cluster.ClusterException;
import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Member;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills the processes of the whole loop under load, and judges what came of it. */
@Command(
    name = "chaos",
    description = "Kills and stalls a local cluster under load, and checks that nothing is lost.",
    footer = {
      "On the cluster of `./prunella cluster` (which is started if it is not up) the job watches",
      "simulated pipelines that break, an executor of its own process heals them by webhooks, and",
      "meanwhile task managers, the job manager, Kafka, ZooKeeper, the registry and the executor are",
      "killed or stalled, the job is rescaled and restarted, and its checkpoints cannot be written.",
      "Then a checker, which shares no code with the loop, reads all topics and compares them with",
      "what was really broken and with what the services saw: nothing lost, nothing done twice.",
      "",
      "  ./prunella chaos --minutes 10 --out o      then o/chaos.json has the figures",
      "",
      "Exit code: 0 every promise was kept; 1 one was not, or it failed; 2 bad usage."
    })
final class ChaosVerb implements Callable<Integer> {

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "For how long strikes fall; without it, ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of what breaks and what is struck, 0 or more; without it, ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = {
        "Where to write chaos.json, and what was judged: every record of every topic, what really",
        "broke, and what the services saw."
      })
  private Path out;

  @Option(
      names = "--cluster",
      paramLabel = "FOLDER",
      defaultValue = "prunella-cluster",
      description = "The folder of the cluster; without it, ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(names = "--json", description = "Answers with one JSON object, that of chaos.json.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    LocalCluster cluster = LocalCluster.at(folder);
    boolean wasUp = cluster.members().stream().allMatch(Member::isAlive);
    try (StopSignal stop = new StopSignal()) {
      cluster.start(this::say);
      Chaos.Plan plan = Chaos.Plan.of(Duration.ofMinutes(minutes), seed);
      ChaosReport report;
      try (Chaos chaos = new Chaos(plan, cluster, out, this::say, stop)) {
        report = chaos.run();
      }
      tell(report);
      return report.violations().isEmpty() ? 0 : 1;
    } catch (ClusterException e) {
      throw Failure.failed(e.getMessage());
    } finally {
      if (!wasUp) {
        cluster.stop();
      }
    }
  }

  private void check() {
    if (minutes < 1 || minutes > 240) {
      throw Failure.usage("--minutes is " + minutes + "; expected 1 to 240");
    }
    if (seed < 0) {
      throw Failure.usage("--seed is " + seed + "; expected 0 or more");
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw Failure.usage("--out " + out + " cannot be written: " + e.getMessage());
    }
  }

  private void tell(ChaosReport report) throws IOException {
    if (json) {
      spec.commandLine().getOut().println(Json.write(report));
      return;
    }
    TextTable table = new TextTable().row("STRIKE", "TIMES", "RECOVERED (MEDIAN)", "AT MOST");
    for (List<String> row : report.table()) {
      table.row(row.toArray(String[]::new));
    }
    say("");
    table.lines().forEach(this::say);
    say("");
    say(
        "%d faults, %d incidents, %d commands, %d calls; %d records of telemetry in %.0f s"
            .formatted(
                report.faults(),
                report.incidents(),
                report.commands(),
                report.calls(),
                report.records(),
                report.seconds()));
    for (Violation violation : report.violations()) {
      say("%s  %s: %s".formatted(violation.promise(), violation.subject(), violation.what()));
    }
    say(
        "%d strikes, %d violations; all that was judged is in %s"
            .formatted(report.kills().size(), report.violations().size(), out));
  }

  /** With --json, standard output is for the answer alone. */
  private void say(String line) {
    PrintWriter terminal = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    terminal.println(line);
    terminal.flush();
  }
}
