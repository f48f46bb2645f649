package dev.prunella.app;

import dev.prunella.schemas.Settings;
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
    /** A freeze that the file does not have: somebody may have pulled it in an emergency. */
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
   * @param liftFreeze whether a freeze that the configuration does not have is removed
   */
  static List<SettingsChange> between(
      Map<String, Optional<Settings>> published,
      List<Settings> wanted,
      Set<String> fleets,
      boolean liftFreeze) {
    Map<String, SettingsChange> changes = new LinkedHashMap<>();
    for (Settings document : wanted) {
      String key = document.getFleet() + "/" + document.getPart();
      Kind kind =
          !published.containsKey(key)
              ? Kind.NEW
              : published.get(key).filter(before -> saysTheSame(before, document)).isPresent()
                  ? Kind.UNCHANGED
                  : Kind.CHANGED;
      changes.put(key, new SettingsChange(key, kind, Optional.of(document)));
    }
    for (String key : published.keySet()) {
      if (fleets.contains(fleet(key)) && !changes.containsKey(key)) {
        Kind kind = part(key).equals("freeze") && !liftFreeze ? Kind.STILL_FROZEN : Kind.REMOVED;
        changes.put(key, new SettingsChange(key, kind, Optional.empty()));
      }
    }
    List<SettingsChange> ordered = new ArrayList<>(changes.values());
    ordered.sort(Comparator.comparingInt(SettingsChange::rank));
    return ordered;
  }

  /** The fleet that a key names. */
  static String fleet(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  private static String part(String key) {
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
