package dev.prunella.app;

import dev.prunella.guard.AutonomyLevels;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One level for a fleet, an error type, an action or both, put into what a fleet has set. */
final class AutonomyChange {

  private AutonomyChange() {}

  /**
   * The settings in which every decision that is named has the level, and every other the one that
   * it had. Rules that say something else of what is named are taken out or overruled, so that
   * nobody who sets a fleet to shadow is surprised by a rule.
   *
   * @param before null if the fleet has none
   * @param errorType UNKNOWN for every one
   * @param action UNKNOWN for every one
   */
  static AutonomySettings merge(
      AutonomySettings before, ErrorType errorType, Action action, Autonomy level) {
    boolean anyType = errorType == ErrorType.UNKNOWN;
    boolean anyAction = action == Action.UNKNOWN;
    AutonomySettings base = before == null ? AutonomySettings.newBuilder().build() : before;
    if (anyType && anyAction) {
      return AutonomySettings.newBuilder().setOtherwise(level).setRules(List.of()).build();
    }
    List<AutonomyRule> rules = new ArrayList<>();
    Set<Action> overruled = EnumSet.noneOf(Action.class);
    for (AutonomyRule rule : base.getRules()) {
      boolean within =
          (anyType || rule.getErrorType() == errorType)
              && (anyAction || rule.getAction() == action);
      if (!within) {
        rules.add(rule);
      }
      // A rule for the action alone goes before one for the error type alone.
      boolean actionAlone =
          rule.getErrorType() == ErrorType.UNKNOWN && rule.getAction() != Action.UNKNOWN;
      if (!anyType && anyAction && actionAlone) {
        overruled.add(rule.getAction());
      }
    }
    AutonomySettings.Builder after =
        AutonomySettings.newBuilder().setOtherwise(base.getOtherwise());
    add(rules, after, new AutonomyRule(errorType, action, level));
    for (Action each : overruled) {
      add(rules, after, new AutonomyRule(errorType, each, level));
    }
    return after.setRules(rules).build();
  }

  /** Adds the rule unless it says what holds anyway. */
  private static void add(
      List<AutonomyRule> rules, AutonomySettings.Builder settings, AutonomyRule rule) {
    AutonomySettings without = settings.setRules(rules).build();
    for (ErrorType type : ErrorType.values()) {
      for (Action action : Action.values()) {
        boolean meant =
            (rule.getErrorType() == ErrorType.UNKNOWN || rule.getErrorType() == type)
                && (rule.getAction() == Action.UNKNOWN || rule.getAction() == action);
        if (meant && AutonomyLevels.level(without, type, action) != rule.getLevel()) {
          rules.add(rule);
          return;
        }
      }
    }
  }

  /**
   * What becomes of decisions, one line for each change: "restart: shadow -> autonomous, for
   * timeout".
   *
   * @param before null if the fleet has none
   * @param after null if the fleet has none
   */
  static List<String> between(AutonomySettings before, AutonomySettings after) {
    Map<String, List<String>> actions = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      if (action == Action.UNKNOWN) {
        continue;
      }
      Map<String, List<String>> types = new LinkedHashMap<>();
      for (ErrorType type : ErrorType.values()) {
        Autonomy was = AutonomyLevels.level(before, type, action);
        Autonomy is = AutonomyLevels.level(after, type, action);
        if (was != is) {
          types
              .computeIfAbsent(word(was) + " -> " + word(is), c -> new ArrayList<>())
              .add(word(type));
        }
      }
      types.forEach(
          (change, which) ->
              actions
                  .computeIfAbsent(change + forTypes(which), c -> new ArrayList<>())
                  .add(word(action)));
    }
    List<String> lines = new ArrayList<>();
    actions.forEach(
        (change, which) ->
            lines.add(
                (which.size() == Action.values().length - 1
                        ? "every action"
                        : String.join(", ", which))
                    + ": "
                    + change));
    return lines;
  }

  private static String forTypes(List<String> types) {
    return types.size() == ErrorType.values().length ? "" : ", for " + String.join(", ", types);
  }

  /** A rule for people: "timeout, restart: autonomous". */
  static String words(AutonomyRule rule) {
    return (rule.getErrorType() == ErrorType.UNKNOWN
            ? "every error type"
            : word(rule.getErrorType()))
        + ", "
        + (rule.getAction() == Action.UNKNOWN ? "every action" : word(rule.getAction()))
        + ": "
        + word(rule.getLevel());
  }

  /** The settings as they stand in prunella.yaml below the fleet. */
  static List<String> yaml(AutonomySettings settings) {
    List<String> lines = new ArrayList<>();
    lines.add("autonomy:");
    lines.add("  otherwise: " + word(settings.getOtherwise()));
    if (!settings.getRules().isEmpty()) {
      lines.add("  rules:");
    }
    for (AutonomyRule rule : settings.getRules()) {
      List<String> entries = new ArrayList<>();
      if (rule.getErrorType() != ErrorType.UNKNOWN) {
        entries.add("error_type: " + word(rule.getErrorType()));
      }
      if (rule.getAction() != Action.UNKNOWN) {
        entries.add("action: " + word(rule.getAction()));
      }
      entries.add("level: " + word(rule.getLevel()));
      lines.add("    - { " + String.join(", ", entries) + " }");
    }
    return lines;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
