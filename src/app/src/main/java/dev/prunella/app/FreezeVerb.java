package dev.prunella.app;

import dev.prunella.app.SettingsChange.Kind;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Connection;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops every command of a fleet, or of all, until it is taken back. */
@Command(
    name = "freeze",
    description = "Stops every command of a fleet, at once; --all is the kill switch.",
    footer = {
      "Publishes the part freeze of the settings. The job sends nothing more, not even a page, and",
      "executors refuse what was sent and not begun. Incidents are watched all the same; those that",
      "are still open when the freeze ends are acted on then.",
      "",
      "A freeze is only ever made longer: one that holds longer than asked for stays. `apply` does",
      "not shorten it either; --off takes it back, whoever pulled it.",
      "",
      "  ./prunella freeze --all --reason 'we do not know what it does'",
      "  ./prunella freeze shop --for 2h --reason migration",
      "  ./prunella freeze shop --until 2025-04-01T06:00:00Z",
      "  ./prunella freeze --off shop                commands may leave again",
      "",
      "Exit code: 0 it is so now; 1 Kafka refused, or there is no such fleet; 2 bad usage."
    })
final class FreezeVerb implements Callable<Integer> {

  @Parameters(paramLabel = "FLEET", arity = "0..*", description = "The fleets, by name.")
  private List<String> fleets = new ArrayList<>();

  @Option(names = "--all", description = "Every fleet that the topic settings knows.")
  private boolean all;

  @Option(names = "--off", description = "Takes the freeze back.")
  private boolean off;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = Words.OfDuration.class,
      description = "How long it holds, such as 90s, 2h, 1d; without it, until it is taken back.")
  private Duration duration;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Words.OfTime.class,
      description = "Until when it holds, such as 2025-04-01T06:00:00Z.")
  private Instant until;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read it.")
  private String reason = "";

  @Option(names = "--json", description = "Answers with one JSON object.")
  private boolean json;

  @Mixin private ConfigOptions config;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    checkUsage(now);
    Connection connection = config.loadOrDefaults().connection();
    try (Cluster cluster = Cluster.connect(connection)) {
      SettingsTopic topic = new SettingsTopic(cluster, connection);
      Map<String, Optional<Settings>> published = topic.read();
      Fleets known = Fleets.of(published, topic.name() + " at " + cluster.address());
      Collection<String> chosen = chosen(known, published, now);
      Map<String, SettingsChange> changes = new LinkedHashMap<>();
      chosen.forEach(fleet -> changes.put(fleet, change(fleet, published, now)));
      topic.write(changes.values().stream().filter(change -> change.kind().writes()).toList());
      tell(changes, published, topic.name(), now);
    }
    return 0;
  }

  private void checkUsage(Instant now) {
    if (all && !fleets.isEmpty()) {
      throw Failure.usage("name fleets or say --all, not both");
    }
    if (duration != null && until != null) {
      throw Failure.usage("say --for or --until, not both");
    }
    if (off && (duration != null || until != null || !reason.isEmpty())) {
      throw Failure.usage("--off takes a freeze back: it has no time and no reason");
    }
    if (until != null && !until.isAfter(now)) {
      throw Failure.usage("--until " + until + " is over already; it is " + now);
    }
  }

  private Collection<String> chosen(
      Fleets known, Map<String, Optional<Settings>> published, Instant now) {
    if (all) {
      return known.some();
    }
    if (fleets.isEmpty()) {
      List<String> states =
          known.some().stream()
              .map(fleet -> fleet + " (" + Freezes.words(freeze(published, fleet), now) + ")")
              .toList();
      throw Failure.usage("name a fleet, or say --all; known: " + String.join(", ", states));
    }
    Set<String> chosen = new TreeSet<>(fleets);
    chosen.forEach(known::require);
    return chosen;
  }

  private SettingsChange change(
      String fleet, Map<String, Optional<Settings>> published, Instant now) {
    String key = fleet + "/freeze";
    FreezeSettings before = freeze(published, fleet);
    if (off) {
      return published.containsKey(key)
          ? SettingsChange.removal(key)
          : new SettingsChange(key, Kind.UNCHANGED, Optional.empty());
    }
    FreezeSettings asked =
        FreezeSettings.newBuilder()
            .setReason(reason)
            .setUntil(duration == null ? until : now.plus(duration))
            .build();
    Settings document =
        Settings.newBuilder()
            .setFleet(fleet)
            .setPart("freeze")
            .setAt(now)
            .setFreeze(Freezes.together(before, asked, now))
            .build();
    return SettingsChange.to(document, published.get(key));
  }

  private static FreezeSettings freeze(Map<String, Optional<Settings>> published, String fleet) {
    return published
        .getOrDefault(fleet + "/freeze", Optional.empty())
        .map(Settings::getFreeze)
        .orElse(null);
  }

  private void tell(
      Map<String, SettingsChange> changes,
      Map<String, Optional<Settings>> published,
      String topic,
      Instant now) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<Map<String, String>> rows = new ArrayList<>();
      changes.forEach(
          (fleet, change) ->
              rows.add(
                  Map.of(
                      "fleet",
                      fleet,
                      "change",
                      change.kind().name().toLowerCase(Locale.ROOT),
                      "before",
                      Freezes.words(freeze(published, fleet), now),
                      "now",
                      Freezes.words(after(change), now))));
      out.println(Json.write(Map.of("topic", topic, "fleets", rows)));
      return;
    }
    TextTable table = new TextTable();
    changes.forEach(
        (fleet, change) ->
            table.row(
                fleet,
                Freezes.words(after(change), now),
                change.kind() == Kind.UNCHANGED
                    ? "as before"
                    : "was " + Freezes.words(freeze(published, fleet), now)));
    table.lines().forEach(out::println);
    out.println(
        off
            ? "Commands may leave again. A freeze in prunella.yaml comes back with the next apply."
            : "No command leaves. To take it back: ./prunella freeze --off "
                + (all ? "--all" : String.join(" ", changes.keySet())));
  }

  private static FreezeSettings after(SettingsChange change) {
    return change.document().map(Settings::getFreeze).orElse(null);
  }
}
