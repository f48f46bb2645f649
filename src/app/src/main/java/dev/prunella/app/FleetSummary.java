package dev.prunella.app;

import dev.prunella.guard.AutonomyLevels;
import dev.prunella.guard.Guardrail;
import dev.prunella.guard.Proposal;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a fleet's settings come to.
 *
 * @param fleet its name
 * @param pipelines the stages of each pipeline
 * @param subjects how many schema subjects it names
 * @param frozen whether it has a freeze
 * @param automatic actions that may be carried out without asking
 * @param withoutEffect actions that autonomy would allow and no stage's contract does
 * @param shadow actions that are only logged
 * @param executors actions that executors may take, by service
 * @param refused what would be automatic, and no executor may do
 */
record FleetSummary(
    String fleet,
    Map<String, List<String>> pipelines,
    int subjects,
    boolean frozen,
    List<Automatic> automatic,
    List<String> withoutEffect,
    List<String> shadow,
    Map<String, List<String>> executors,
    List<Refused> refused) {

  /**
   * An action that may be carried out without asking.
   *
   * @param action the action
   * @param errorTypes for which failures; empty: for all
   * @param stages on which stages, as pipeline/stage; empty: on all
   */
  record Automatic(String action, List<String> errorTypes, List<String> stages) {}

  /**
   * What would be automatic, and no executor may do.
   *
   * @param service the service that the allow-list lacks or limits; empty if the stages name none
   * @param actions the actions that it lacks
   */
  record Refused(String service, List<String> actions) {}

  /** Of the documents of one fleet. */
  static FleetSummary of(String fleet, List<Settings> parts) {
    Map<String, List<String>> pipelines = new LinkedHashMap<>();
    Map<String, StageSettings> stages = new LinkedHashMap<>();
    parts.stream()
        .map(Settings::getPipeline)
        .filter(Objects::nonNull)
        .forEach(pipeline -> addStages(pipeline, pipelines, stages));
    AutonomySettings autonomy =
        parts.stream().map(Settings::getAutonomy).filter(Objects::nonNull).findFirst().orElse(null);
    Map<String, List<String>> executors = executors(parts);
    Map<String, List<String>> refused = new TreeMap<>();
    List<Automatic> automatic = new ArrayList<>();
    List<String> withoutEffect = new ArrayList<>();
    List<String> shadow = new ArrayList<>();
    for (Action action : EnumSet.complementOf(EnumSet.of(Action.UNKNOWN))) {
      List<String> types = autonomousFor(autonomy, action);
      List<String> permitted =
          stages.keySet().stream().filter(name -> permits(stages.get(name), action)).toList();
      if (types.isEmpty()) {
        shadow.add(word(action));
      } else if (permitted.isEmpty() && !Guardrail.harmless(action)) {
        withoutEffect.add(word(action));
      } else {
        automatic.add(
            new Automatic(
                word(action),
                types.size() == ErrorType.values().length ? List.of() : types,
                permitted.size() == stages.size() ? List.of() : permitted));
        for (String service : services(action, permitted, stages)) {
          if (!executors.getOrDefault(service, List.of()).contains(word(action))) {
            refused.computeIfAbsent(service, s -> new ArrayList<>()).add(word(action));
          }
        }
      }
    }
    int subjects =
        parts.stream()
            .map(Settings::getSubjects)
            .filter(Objects::nonNull)
            .mapToInt(List::size)
            .sum();
    boolean frozen = parts.stream().anyMatch(part -> part.getFreeze() != null);
    return new FleetSummary(
        fleet,
        pipelines,
        subjects,
        frozen,
        automatic,
        withoutEffect,
        shadow,
        executors,
        refused.entrySet().stream().map(e -> new Refused(e.getKey(), e.getValue())).toList());
  }

  private static Map<String, List<String>> executors(List<Settings> parts) {
    Map<String, List<String>> executors = new LinkedHashMap<>();
    parts.stream()
        .map(Settings::getExecutors)
        .filter(Objects::nonNull)
        .flatMap(part -> part.getAllow().stream())
        .forEach(
            rule ->
                executors
                    .computeIfAbsent(rule.getService(), s -> new ArrayList<>())
                    .addAll(rule.getActions().stream().map(FleetSummary::word).toList()));
    return executors;
  }

  /** The services whose executors would get the command; none for waiting, which sends none. */
  private static Set<String> services(
      Action action, List<String> permitted, Map<String, StageSettings> stages) {
    return switch (action) {
      case WAIT -> Set.of();
      case PAGE_HUMAN -> Set.of("people");
      default ->
          permitted.stream()
              .map(stage -> stages.get(stage).getService())
              .collect(Collectors.toCollection(TreeSet::new));
    };
  }

  /** What they come to, for people: a table whose first column says what each row is. */
  List<String> lines() {
    TextTable table = new TextTable();
    pipelines.forEach((name, stages) -> table.row("  " + name, list(stages)));
    if (automatic.isEmpty()) {
      table.row("  automatic", "nothing: every decision is only logged");
    }
    for (Automatic each : automatic) {
      table.row(
          "  automatic",
          each.action()
              + (each.errorTypes().isEmpty() ? "" : ", for " + list(each.errorTypes()))
              + (each.stages().isEmpty() ? "" : ", on " + list(each.stages())));
    }
    if (!withoutEffect.isEmpty()) {
      table.row("  no effect", list(withoutEffect) + ": autonomous, but no contract permits");
    }
    if (!shadow.isEmpty()) {
      table.row("  shadow", list(shadow));
    }
    executors.forEach(
        (service, actions) -> table.row("  executors", service + ": " + list(actions)));
    for (Refused each : refused) {
      table.row("  warning", words(each));
    }
    return table.lines();
  }

  private static String words(Refused refused) {
    String actions = list(refused.actions());
    return refused.service().isEmpty()
        ? actions + ": automatic, but its stages name no service, so no executor may do it"
        : "%s: automatic, but no executor may do it until executors.allow.%s lists it"
            .formatted(actions, refused.service());
  }

  private static String list(List<String> words) {
    return String.join(", ", words);
  }

  int stageCount() {
    return pipelines.values().stream().mapToInt(List::size).sum();
  }

  private static void addStages(
      PipelineSettings pipeline,
      Map<String, List<String>> pipelines,
      Map<String, StageSettings> stages) {
    pipelines.put(
        pipeline.getName(), pipeline.getStages().stream().map(StageSettings::getName).toList());
    pipeline
        .getStages()
        .forEach(stage -> stages.put(pipeline.getName() + "/" + stage.getName(), stage));
  }

  private static List<String> autonomousFor(AutonomySettings autonomy, Action action) {
    List<String> types = new ArrayList<>();
    for (ErrorType type : ErrorType.values()) {
      if (AutonomyLevels.level(autonomy, type, action) == Autonomy.AUTONOMOUS) {
        types.add(word(type));
      }
    }
    return types;
  }

  private static boolean permits(StageSettings stage, Action action) {
    return Guardrail.STAGE_CONTRACT
        .judge(new Proposal(action, null, stage, null, Instant.EPOCH))
        .getPermitted();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
