package dev.prunella.app;

import dev.prunella.app.SettingsChange.Kind;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Configuration;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes the fleets of a configuration to the topic settings: what changed, and no more. */
@Command(
    name = "apply",
    description = "Publishes the fleets of prunella.yaml; the running job follows within seconds.",
    footer = {
      "One document goes to the topic settings for each part of a fleet: pipelines/NAME,",
      "subjects, autonomy, guardrails, freeze, runbook, learning, executors. What did not change",
      "is not written again. A part that the file no longer has is removed; fleets that the file",
      "does not name are left alone. To remove a fleet, leave it without parts: `shop: {}`.",
      "",
      "A freeze stays where the file has none or one that ends sooner or begins later: somebody",
      "may have pulled it in an emergency (`prunella freeze`). --lift-freeze lets the file decide.",
      "The file also decides about autonomy that was changed by `prunella autonomy`; what changes",
      "is told.",
      "",
      "  ./prunella apply --dry-run                  what would change",
      "  ./prunella apply                            publishes it",
      "  ./prunella apply -D connection.brokers=kafka:9092",
      "",
      "Exit code: 0 published, or nothing to do; 1 Kafka refused; 2 mistakes in the file."
    })
final class ApplyVerb implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(names = "--dry-run", description = "Only tells what would be done.")
  private boolean dryRun;

  @Option(
      names = "--lift-freeze",
      description = "Shortens or removes a freeze where the file says so, or has none.")
  private boolean liftFreeze;

  @Option(names = "--json", description = "Answers with one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Configuration configuration = config.load();
    if (configuration.fleets().isEmpty()) {
      throw Failure.usage(config.file() + " names no fleet, so there is nothing to publish");
    }
    try (Cluster cluster = Cluster.connect(configuration.connection())) {
      SettingsTopic topic = new SettingsTopic(cluster, configuration.connection());
      var published = topic.read();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      List<SettingsChange> changes =
          SettingsChange.between(
              published, configuration.settings(now), configuration.fleets(), liftFreeze, now);
      List<SettingsChange> writes = changes.stream().filter(c -> c.kind().writes()).toList();
      if (!dryRun && !writes.isEmpty()) {
        topic.write(writes);
      }
      Set<String> others = new TreeSet<>();
      published.keySet().forEach(key -> others.add(SettingsChange.fleet(key)));
      others.removeAll(configuration.fleets());
      tell(changes, published, others, topic.name() + " at " + cluster.address());
    }
    return 0;
  }

  private void tell(
      List<SettingsChange> changes,
      Map<String, Optional<Settings>> published,
      Set<String> others,
      String where) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.write(
              Map.of(
                  "topic",
                  where.substring(0, where.indexOf(' ')),
                  "dry_run",
                  dryRun,
                  "changes",
                  changes.stream().map(ApplyVerb::row).toList(),
                  "other_fleets",
                  others)));
      return;
    }
    TextTable table = new TextTable();
    changes.forEach(change -> table.row(change.kind().verb(), change.key(), words(change.kind())));
    table.lines().forEach(out::println);
    autonomy(changes, published).forEach(out::println);
    out.printf(
        "%s: %s %d, %s %d, unchanged %d.%n",
        where,
        dryRun ? "would publish" : "published",
        count(changes, Kind.NEW) + count(changes, Kind.CHANGED),
        dryRun ? "would remove" : "removed",
        count(changes, Kind.REMOVED),
        count(changes, Kind.UNCHANGED));
    if (count(changes, Kind.STILL_FROZEN) > 0) {
      out.println(
          "Still frozen, though the file has no freeze or a shorter one; to lift it: ./prunella"
              + " freeze --off FLEET, or apply --lift-freeze");
    }
    if (!others.isEmpty()) {
      out.println("Left alone, because the file does not name them: " + String.join(", ", others));
    }
  }

  /** What becomes of decisions: the part that people may have changed by the verb. */
  private static List<String> autonomy(
      List<SettingsChange> changes, Map<String, Optional<Settings>> published) {
    List<String> lines = new ArrayList<>();
    for (SettingsChange change : changes) {
      if (SettingsChange.part(change.key()).equals("autonomy") && change.kind().writes()) {
        AutonomySettings before =
            published
                .getOrDefault(change.key(), Optional.empty())
                .map(Settings::getAutonomy)
                .orElse(null);
        AutonomySettings after = change.document().map(Settings::getAutonomy).orElse(null);
        AutonomyChange.between(before, after)
            .forEach(line -> lines.add("  " + change.key() + ": " + line));
      }
    }
    return lines;
  }

  private static Map<String, String> row(SettingsChange change) {
    return Map.of("key", change.key(), "change", change.kind().name().toLowerCase(Locale.ROOT));
  }

  private static String words(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static long count(List<SettingsChange> changes, Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).count();
  }
}
