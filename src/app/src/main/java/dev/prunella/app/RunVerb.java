package dev.prunella.app;

import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the job in this process against a real Kafka. */
@Command(
    name = "run",
    description = "Runs the job in this process, against your Kafka, until Ctrl-C.",
    footer = {
      "Reads telemetry, schema-events, settings, outcomes and orders; writes incidents, decisions,",
      "policy, heartbeat, dead-letters, and commands where a fleet's autonomy lets them out: without",
      "`apply` nothing is let out. The job's state is kept in a folder, and a later run goes on from",
      "there.",
      "",
      "  ./prunella topics create -D connection.brokers=kafka:9092",
      "  ./prunella run -D connection.brokers=kafka:9092",
      "  ./prunella run --config prunella.yaml --state /var/lib/prunella",
      "",
      "Exit code: 1 the job failed, or Kafka does not answer; 2 mistakes in the configuration."
    })
final class RunVerb implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Parallel instances of each operator; without it, ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "prunella-state",
      description = "Where the job's state is kept; without it, ${DEFAULT-VALUE}.")
  private Path state;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description =
          "Where Flink's web UI is served; 0 for a free port; without it, ${DEFAULT-VALUE}.")
  private int webPort;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Connection connection = config.loadOrDefaults().connection();
    requireTopics(connection);
    PrintWriter err = spec.commandLine().getErr();
    try (StateFolder folder = StateFolder.at(state)) {
      folder.newestCheckpoint().ifPresent(path -> err.println("Going on from " + path));
      try (LocalJob job = LocalJob.start(connection, parallelism, folder, webPort)) {
        err.printf(
            "The job %s runs against Kafka at %s; Flink's web UI: %s. Ctrl-C ends it.%n",
            connection.job().name(), connection.bootstrapServers(), job.webUi().orElseThrow());
        job.await();
      }
    }
    return 0;
  }

  /**
   * Fails with what to do if Kafka does not answer or lacks one of the topics.
   *
   * @throws Failure if it does
   */
  static void requireTopics(Connection connection) {
    List<Topic> topics = Topics.withPrefix(connection.topics().prefix()).all();
    try (Cluster cluster = Cluster.connect(connection)) {
      List<String> missing =
          TopicState.of(topics, cluster).stream()
              .filter(state -> !state.exists())
              .map(state -> state.topic().name())
              .toList();
      if (!missing.isEmpty()) {
        throw Failure.failed(
            "Kafka at %s lacks the topics %s; create them with `prunella topics create`"
                .formatted(cluster.address(), String.join(", ", missing)));
      }
    }
  }
}
