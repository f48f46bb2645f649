package dev.prunella.app;

import dev.prunella.schemas.Settings;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.ConfigurationException;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.Registry;
import dev.prunella.settings.Connection.TelemetryTopic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the mistakes in a configuration, and says what it would leave to Prunella. */
@Command(
    name = "check",
    description = "Finds mistakes in prunella.yaml, and tells what would be done automatically.",
    footer = {
      "Each mistake is one line on standard output: file, line, setting, value, remedy. Needs no",
      "Kafka, but the environment variables and files that the configuration refers to.",
      "",
      "  ./prunella check                            prunella.yaml of this folder",
      "  ./prunella check --config deploy/prunella.yaml",
      "  ./prunella check --json | jq .fleets        for machines",
      "",
      "A warning: line is an action that would be ordered and that every executor would refuse.",
      "",
      "deploy/prunella.yaml is an example to start from; docs/configuration.md lists every",
      "setting. Exit code: 0 in order; 2 mistakes."
    })
final class CheckVerb implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(names = "--json", description = "Answers with one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Configuration configuration;
    try {
      configuration = config.load();
    } catch (ConfigurationException e) {
      if (json) {
        out.println(Json.write(Map.of("ok", false, "problems", e.problems())));
      } else {
        e.problems().forEach(out::println);
      }
      return ExitCode.USAGE;
    }
    List<Settings> documents = configuration.settings(Instant.EPOCH);
    List<FleetSummary> fleets =
        configuration.fleets().stream()
            .map(
                fleet ->
                    FleetSummary.of(
                        fleet, documents.stream().filter(d -> d.getFleet().equals(fleet)).toList()))
            .toList();
    if (json) {
      out.println(Json.write(Map.of("ok", true, "fleets", fleets)));
    } else {
      out.println(config.file() + " is in order.");
      out.println(words(configuration.connection()));
      fleets.forEach(fleet -> tell(fleet, out));
    }
    return ExitCode.OK;
  }

  private static String words(Connection connection) {
    return "Kafka at "
        + connection.bootstrapServers()
        + ", "
        + connection.registry().map(Registry::url).map("registry at "::concat).orElse("no registry")
        + ", telemetry from "
        + String.join(
            ", ", connection.topics().telemetry().stream().map(TelemetryTopic::name).toList())
        + ".";
  }

  private static void tell(FleetSummary fleet, PrintWriter out) {
    out.printf(
        "%nfleet %s: %s, %s, %s%s%n",
        fleet.fleet(),
        count(fleet.pipelines().size(), "pipeline"),
        count(fleet.stageCount(), "stage"),
        count(fleet.subjects(), "subject"),
        fleet.frozen() ? ", with a freeze: no command leaves while it holds" : "");
    fleet.lines().forEach(out::println);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
