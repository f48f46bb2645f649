package dev.prunella.app;

import dev.prunella.app.cluster.Distribution;
import dev.prunella.app.cluster.FlinkRest;
import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Submission;
import dev.prunella.settings.JobArguments;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Submits the job to a Flink cluster. */
@Command(
    name = "submit",
    description = "Submits the job to a Flink cluster, and waits until it runs.",
    footer = {
      "The connection of the configuration goes along as arguments; references such as ${env:NAME}"
          + " are",
      "resolved where the job runs. Without --config and a prunella.yaml here, the addresses of the"
          + " local",
      "cluster are taken. Fleets are published by `apply`, not by this.",
      "",
      "  ./prunella cluster up && ./prunella submit",
      "  ./prunella submit --replace                      the new jar goes on where the old one"
          + " stops",
      "  ./prunella submit --rest http://flink:8081 --config prunella.yaml",
      "",
      "Exit code: 1 the job does not run, or one of its name does already; 2 mistakes in the",
      "configuration."
    })
final class SubmitVerb implements Callable<Integer> {

  @Mixin private ConfigOptions config;
  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--rest",
      paramLabel = "URL",
      description = "Flink's REST API; without it, the local cluster's.")
  private URI rest;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "Parallel instances of each operator; without it, as many as there are task managers.")
  private Integer parallelism;

  @Option(
      names = "--from-savepoint",
      paramLabel = "PATH",
      description = "The savepoint or retained checkpoint to go on from, as the cluster sees it.")
  private String savepoint;

  @Option(
      names = "--replace",
      description = "Stops a running job of the same name with a savepoint, and goes on from that.")
  private boolean replace;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (replace && savepoint != null) {
      throw Failure.usage(
          "--replace goes on from a savepoint of its own; leave out --from-savepoint");
    }
    LocalCluster local = cluster.local();
    if (rest == null && !local.exists()) {
      throw Failure.failed(
          "there is no cluster in %s; start one with `./prunella cluster up`, or name Flink's REST API with --rest"
              .formatted(local.folder()));
    }
    Optional<Path> file = config.present();
    if (file.isEmpty() && rest == null) {
      file = Optional.of(local.configuration());
    }
    JobArguments job = JobArguments.of(file.orElse(null), config.overrides());
    FlinkRest flink = rest == null ? local.flink() : new FlinkRest(rest);
    PrintWriter err = spec.commandLine().getErr();
    Submission submission =
        new Submission(
            flink,
            line -> {
              err.println(line);
              err.flush();
            });
    String from = savepoint;
    Optional<FlinkRest.Job> running = submission.running(job.jobName());
    if (running.isPresent()) {
      if (!replace) {
        throw Failure.failed(
            "the job %s runs already (%s); replace it with --replace, or take another name with -D connection.job.name=NAME"
                .formatted(job.jobName(), running.get().id()));
      }
      from = submission.stop(running.get());
    }
    int instances = parallelism == null ? Math.max(1, flink.taskManagers().size()) : parallelism;
    String id =
        submission.submit(Distribution.ofThisProcess().jobJar(), job.arguments(), from, instances);
    spec.commandLine().getOut().println(id);
    err.printf("%nIt runs: %s/#/job/running/%s/overview%n", flink.address(), id);
    String same = file.map(path -> " --config " + path).orElse("");
    err.println("Next: ./prunella apply with your fleets; ./prunella explain" + same);
    return 0;
  }
}
