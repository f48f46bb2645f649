package dev.prunella.app;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Configuration;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a fleet may do without asking, and changes it. */
@Command(
    name = "autonomy",
    description = "Shows what Prunella may do without asking, and changes it.",
    footer = {
      "Reads the topic settings, where what holds is published. With --level the part autonomy is",
      "published anew: every decision that is named gets the level, and every other keeps its own;",
      "rules of before that say otherwise of what is named are taken out. The job follows within",
      "seconds. `apply` publishes the file's version again, so write the change into the file too.",
      "",
      "  ./prunella autonomy                         every fleet",
      "  ./prunella autonomy shop                    one",
      "  ./prunella autonomy shop --level autonomous --error-type timeout --action restart",
      "  ./prunella autonomy shop --level shadow     everything is only logged again",
      "",
      "Exit code: 0 it is so now; 1 Kafka refused, or there is no such fleet; 2 bad usage."
    })
final class AutonomyVerb implements Callable<Integer> {

  @Parameters(paramLabel = "FLEET", arity = "0..1", description = "The fleet, by name.")
  private String fleet;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = Words.OfLevel.class,
      description = "shadow: log what would be done. autonomous: do it, within the guardrails.")
  private Autonomy level;

  @Option(
      names = "--error-type",
      paramLabel = "TYPE",
      converter = Words.OfErrorType.class,
      description = "For which error type, such as timeout; without it, for every one.")
  private ErrorType errorType = ErrorType.UNKNOWN;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      converter = Words.OfAction.class,
      description = "For which action, such as restart; without it, for every one.")
  private Action action = Action.UNKNOWN;

  @Option(names = "--json", description = "Answers with one JSON object.")
  private boolean json;

  @Mixin private ConfigOptions config;

  @Spec private CommandSpec spec;

  /** One fleet in the answer for machines. */
  private record Row(
      String fleet,
      String otherwise,
      List<String> rules,
      List<String> changes,
      FleetSummary summary) {}

  @Override
  public Integer call() {
    boolean changes = level != null;
    if (changes && fleet == null) {
      throw Failure.usage("name the fleet whose level is to change");
    }
    if (!changes && (errorType != ErrorType.UNKNOWN || action != Action.UNKNOWN)) {
      throw Failure.usage("say which level with --level: shadow or autonomous");
    }
    Configuration configuration = config.loadOrDefaults();
    try (Cluster cluster = Cluster.connect(configuration.connection())) {
      SettingsTopic topic = new SettingsTopic(cluster, configuration.connection());
      Map<String, Optional<Settings>> published = topic.read();
      Fleets known = Fleets.of(published, topic.name() + " at " + cluster.address());
      Collection<String> chosen = fleet == null ? known.some() : Set.of(fleet);
      List<Row> rows = new ArrayList<>();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      for (String each : chosen) {
        List<Settings> parts = known.require(each);
        List<String> differences = List.of();
        if (changes) {
          AutonomySettings before = autonomy(parts);
          AutonomySettings after = AutonomyChange.merge(before, errorType, action, level);
          Settings document =
              Settings.newBuilder()
                  .setFleet(each)
                  .setPart("autonomy")
                  .setAt(now)
                  .setAutonomy(after)
                  .build();
          SettingsChange change = SettingsChange.to(document, published.get(each + "/autonomy"));
          differences = AutonomyChange.between(before, after);
          if (change.kind().writes()) {
            topic.write(List.of(change));
          }
          parts = new ArrayList<>(parts);
          parts.removeIf(part -> part.getAutonomy() != null);
          parts.add(document);
        }
        rows.add(row(each, parts, differences));
        if (!json) {
          tell(rows.get(rows.size() - 1), parts, configuration, now);
        }
      }
      if (json) {
        spec.commandLine().getOut().println(Json.write(Map.of("fleets", rows)));
      }
    }
    return 0;
  }

  private static Row row(String fleet, List<Settings> parts, List<String> differences) {
    AutonomySettings autonomy = autonomy(parts);
    return new Row(
        fleet,
        autonomy == null ? "shadow" : AutonomyChange.word(autonomy.getOtherwise()),
        autonomy == null
            ? List.of()
            : autonomy.getRules().stream().map(AutonomyChange::words).toList(),
        differences,
        FleetSummary.of(fleet, parts));
  }

  private void tell(Row row, List<Settings> parts, Configuration configuration, Instant now) {
    PrintWriter out = spec.commandLine().getOut();
    if (level != null) {
      if (row.changes().isEmpty()) {
        out.println("Nothing changes: it is so already.");
      }
      row.changes().forEach(out::println);
      out.println();
    }
    FreezeSettings freeze =
        parts.stream().map(Settings::getFreeze).filter(Objects::nonNull).findFirst().orElse(null);
    out.printf(
        "fleet %s: %s unless a rule says otherwise%s%n",
        row.fleet(),
        row.otherwise(),
        freeze == null || Freezes.isOver(freeze, now)
            ? ""
            : "; " + Freezes.words(freeze, now) + ", so nothing leaves");
    row.rules().forEach(rule -> out.println("  rule       " + rule));
    row.summary().lines().forEach(out::println);
    otherwiseInTheFile(row.fleet(), autonomy(parts), configuration).forEach(out::println);
    out.println();
  }

  /** What to do where the next apply would undo what is published. */
  private List<String> otherwiseInTheFile(
      String fleet, AutonomySettings published, Configuration configuration) {
    if (!Files.exists(config.file()) || !configuration.fleets().contains(fleet)) {
      return List.of();
    }
    AutonomySettings file =
        autonomy(
            configuration.settings(Instant.EPOCH).stream()
                .filter(part -> part.getFleet().equals(fleet))
                .toList());
    List<String> differences = AutonomyChange.between(published, file);
    if (differences.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(config.file() + " says otherwise; the next apply changes:");
    differences.forEach(line -> lines.add("  " + line));
    if (published != null) {
      lines.add("To keep what is published, write below fleets." + fleet + ":");
      AutonomyChange.yaml(published).forEach(line -> lines.add("    " + line));
    }
    return lines;
  }

  private static AutonomySettings autonomy(List<Settings> parts) {
    return parts.stream()
        .map(Settings::getAutonomy)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
