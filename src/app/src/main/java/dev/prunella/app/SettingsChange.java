package dev.prunella.app;

import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be done about one document of the topic settings.
 *
 * @param key fleet/part
 * @param kind what is to be done
 * @param document the document to publish, if there is one
 */
record SettingsChange(String key, Kind kind, Optional<Settings> document) {

  enum Kind {
    /** It was not there. */
    NEW("publish"),
    /** It says something else. */
    CHANGED("publish"),
    /** The file no longer has it. */
    REMOVED("remove"),
    /** It says the same. */
    UNCHANGED("keep"),
    /** A freeze that the file would shorten: somebody may have pulled it in an emergency. */
    STILL_FROZEN("keep");

    private final String verb;

    Kind(String verb) {
      this.verb = verb;
    }

    String verb() {
      return verb;
    }

    boolean writes() {
      return !verb.equals("keep");
    }
  }

  /**
   * The changes that make the topic say what a configuration says, in an order in which every
   * moment between is safe: limits before what they limit, permissions last.
   *
   * @param published what the topic holds now, by key; empty where it cannot be read
   * @param fleets the fleets that the configuration names; others are left alone
   * @param liftFreeze whether a freeze may be shortened or removed
   * @param now a freeze that is over by then may be removed by anybody
   */
  static List<SettingsChange> between(
      Map<String, Optional<Settings>> published,
      List<Settings> wanted,
      Set<String> fleets,
      boolean liftFreeze,
      Instant now) {
    Map<String, SettingsChange> changes = new LinkedHashMap<>();
    for (Settings document : wanted) {
      String key = document.getFleet() + "/" + document.getPart();
      SettingsChange change = to(document, published.get(key));
      boolean stays = !liftFreeze && shortensFreeze(key, published.get(key), change, now);
      changes.put(key, stays ? new SettingsChange(key, Kind.STILL_FROZEN) : change);
    }
    for (String key : published.keySet()) {
      if (fleets.contains(fleet(key)) && !changes.containsKey(key)) {
        SettingsChange removal = removal(key);
        boolean stays = !liftFreeze && shortensFreeze(key, published.get(key), removal, now);
        changes.put(key, stays ? new SettingsChange(key, Kind.STILL_FROZEN) : removal);
      }
    }
    List<SettingsChange> ordered = new ArrayList<>(changes.values());
    ordered.sort(Comparator.comparingInt(SettingsChange::rank));
    return ordered;
  }

  /** As {@link #between(Map, List, Set, boolean, Instant)}, where nothing is frozen for a time. */
  static List<SettingsChange> between(
      Map<String, Optional<Settings>> published,
      List<Settings> wanted,
      Set<String> fleets,
      boolean liftFreeze) {
    return between(published, wanted, fleets, liftFreeze, Instant.EPOCH);
  }

  private SettingsChange(String key, Kind kind) {
    this(key, kind, Optional.empty());
  }

  /**
   * What makes the topic say what a document says.
   *
   * @param before the document that the topic has under its key: empty if it cannot be read, null
   *     if there is none
   */
  @SuppressWarnings("OptionalAssignedToNull") // what Map.get says of a missing key
  static SettingsChange to(Settings document, Optional<Settings> before) {
    String key = document.getFleet() + "/" + document.getPart();
    Kind kind =
        before == null
            ? Kind.NEW
            : before.filter(b -> saysTheSame(b, document)).isPresent()
                ? Kind.UNCHANGED
                : Kind.CHANGED;
    return new SettingsChange(key, kind, Optional.of(document));
  }

  /** What takes a part back. */
  static SettingsChange removal(String key) {
    return new SettingsChange(key, Kind.REMOVED);
  }

  /** A freeze may be anybody's hand on the brake: what takes it off must be meant to. */
  @SuppressWarnings("OptionalAssignedToNull")
  private static boolean shortensFreeze(
      String key, Optional<Settings> before, SettingsChange change, Instant now) {
    if (!part(key).equals("freeze") || before == null || !change.kind().writes()) {
      return false;
    }
    FreezeSettings holds = before.map(Settings::getFreeze).orElse(null);
    FreezeSettings next = change.document().map(Settings::getFreeze).orElse(null);
    return before.isEmpty() || !Freezes.covers(next, holds, now);
  }

  /** The fleet that a key names. */
  static String fleet(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  static String part(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  private static boolean saysTheSame(Settings before, Settings after) {
    return Settings.newBuilder(before).setAt(after.getAt()).build().equals(after);
  }

  private int rank() {
    boolean removed = kind == Kind.REMOVED;
    return switch (part(key)) {
      case "freeze" -> removed ? 8 : 1;
      case "guardrails" -> removed ? 7 : 2;
      case "autonomy" -> removed ? 0 : 6;
      default -> removed ? 7 : 3;
    };
  }
}
