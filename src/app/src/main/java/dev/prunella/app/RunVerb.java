package dev.prunella.app;

import dev.prunella.job.Preflight;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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

  /** What Flink takes at most. */
  private static final int MOST_PARALLEL = 32_768;

  private static final int LAST_PORT = 65_535;

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
    requireRange("--parallelism", parallelism, 1, MOST_PARALLEL);
    requireRange("--web-port", webPort, 0, LAST_PORT);
    Connection connection = config.loadOrDefaults().connection();
    Preflight.check(connection);
    PrintWriter err = spec.commandLine().getErr();
    try (StateFolder folder = StateFolder.at(state)) {
      requireFree(webPort);
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

  private static void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw Failure.usage(
          "%s is %d; expected a whole number from %d to %d".formatted(option, value, least, most));
    }
  }

  /** Flink would tell of it in a page of traces. */
  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a connection of before that is only fading away
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw Failure.failed(
          "port %d is not free for Flink's web UI (%s); name another with --web-port, or 0 for any"
              .formatted(port, e.getMessage()));
    }
  }
}
