package dev.prunella.app;

import dev.prunella.executor.CommandExecutor;
import dev.prunella.job.Preflight;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.settings.Connection;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the executor in this process against a real Kafka. */
@Command(
    name = "execute",
    description = "Carries commands out on your services, until Ctrl-C.",
    footer = {
      "Reads commands, settings and heartbeat; writes outcomes, fence and dead-letters. Each command",
      "is posted as JSON to the webhook of its service (connection.executor.webhooks), one at a time",
      "for each target, and never twice. It is refused unless the fleet's settings allow it: executors",
      "(by service and action), the stage's contract, the level autonomous, and no freeze. Without a",
      "job whose heartbeat moves nothing is done. One line a command, with its end or why not.",
      "",
      "  ./prunella execute --config prunella.yaml",
      "  ./prunella execute -D connection.brokers=kafka:9092 \\",
      "    -D 'connection.executor.webhooks={airflow: {url: \"https://ops.example.com/heal\"}}'",
      "",
      "A second executor on the same topics takes over from the first, which ends.",
      "",
      "Exit code: 1 it failed, Kafka does not answer, or another executor has taken over; 2 mistakes in",
      "the configuration."
    })
final class ExecuteVerb implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Connection connection = config.loadOrDefaults().connection();
    Preflight.requireTopics(connection);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (CommandExecutor executor =
        CommandExecutor.start(connection, List.of(), outcome -> out.println(line(outcome)))) {
      Thread closing = new Thread(executor::close, "prunella-closing");
      Runtime.getRuntime().addShutdownHook(closing);
      err.printf(
          "The executor %s works for Kafka at %s and reaches %s. Ctrl-C ends it.%n",
          connection.executor().name(),
          connection.bootstrapServers(),
          String.join(", ", executor.services()));
      executor.await();
    } catch (KafkaException e) {
      throw failure(connection, e);
    }
    return 0;
  }

  private static Failure failure(Connection connection, KafkaException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException) {
        return Failure.failed(
            "another executor has taken over the topic "
                + connection.topics().of("commands")
                + "; let one of them run, or part them by connection.topics.prefix");
      }
    }
    return Cluster.failure(connection, thrown);
  }

  /** One line for people: when, what became of it, what it was, and why. */
  static String line(Outcome outcome) {
    String what =
        "%s %-9s %s on %s for %s/%s (command %s)"
            .formatted(
                outcome.getAt(),
                outcome.getStatus(),
                outcome.getAction(),
                outcome.getTarget(),
                outcome.getFleet(),
                outcome.getStage(),
                outcome.getCommandId());
    String why =
        outcome.getStatus() == OutcomeStatus.ACCEPTED && outcome.getDetail().isEmpty()
            ? outcome.getCommand().getReason()
            : outcome.getDetail();
    return why.isEmpty() ? what : what + ": " + why;
  }
}
