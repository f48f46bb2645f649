package dev.prunella.app;

import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Ports;
import dev.prunella.settings.Configuration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a local cluster, or what is missing of it. */
@Command(
    name = "up",
    description = "Starts the cluster, or those of its members that do not run.",
    footer = {
      "ZooKeeper, Kafka, a schema registry, Flink's job manager and two task managers, for this machine",
      "only. Topics that are missing are created. Ports unless others are asked for: Flink's web UI",
      "8081, Kafka 9092 and 9093, registry 8080, ZooKeeper 2181, metrics for Prometheus 9250 to 9252.",
      "",
      "  ./prunella cluster up",
      "  ./prunella cluster up --dir /var/tmp/second --port-base 18000",
      "",
      "Exit code: 1 a member did not start."
    })
final class ClusterUpVerb implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      description =
          "Takes eight ports in a row, beginning here, for the web UI and all else; the folder remembers it.")
  private Integer portBase;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    LocalCluster local = portBase == null ? cluster.local() : cluster.local(Ports.from(portBase));
    local.start(
        line -> {
          err.println(line);
          err.flush();
        });
    List<String> created =
        TopicState.createMissing(Configuration.load(local.configuration(), Map.of()).connection());
    err.println(
        "topics are there" + (created.isEmpty() ? "" : ", %d new".formatted(created.size())));
    err.println();
    err.println("Flink's web UI  " + local.rest());
    err.println("Kafka           " + local.brokers());
    err.println("registry        " + local.registryUrl());
    err.println("logs and data   " + local.folder());
    err.println();
    err.println("Next: ./prunella submit" + cluster.again());
    return 0;
  }
}
