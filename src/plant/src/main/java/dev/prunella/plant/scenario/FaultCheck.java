package dev.prunella.plant.scenario;

import dev.prunella.plant.fault.Fault;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import dev.prunella.settings.Problem;
import dev.prunella.settings.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that faults can begin where a scenario wants them, and be seen as it says. */
final class FaultCheck {

  private final Map<String, Setting> pipelines;
  private final List<Problem> problems;

  /**
   * @param pipelines by name, copies included
   */
  FaultCheck(Map<String, Setting> pipelines, List<Problem> problems) {
    this.pipelines = pipelines;
    this.problems = problems;
  }

  /** A fault that is to be drawn needs a stage somewhere. */
  void checkDrawn(Setting name) {
    fault(name)
        .filter(fault -> pipelines.values().stream().noneMatch(each -> isPossible(fault, each)))
        .ifPresent(
            fault -> problem(name, "names", name.text(), begins(fault) + ", and there is none"));
  }

  /** A planned fault needs one in its pipeline, or the one that is named. */
  void checkPlanned(Setting planned) {
    Fault fault = planned.get("fault").flatMap(FaultCheck::fault).orElse(null);
    Setting name = planned.get("pipeline").orElse(null);
    Setting pipeline = name == null ? null : pipelines.get(name.text());
    if (fault == null || pipeline == null) {
      return; // told elsewhere
    }
    Optional<Setting> stage = planned.get("stage");
    if (stage.isPresent()) {
      stages(pipeline)
          .filter(each -> each.get("name").map(Setting::text).equals(stage.map(Setting::text)))
          .flatMap(each -> each.get("kind").stream())
          .filter(kind -> !isPossible(fault, kind))
          .forEach(
              kind ->
                  problem(
                      stage.get(),
                      "names",
                      stage.get().text(),
                      begins(fault) + ", and this one is of kind " + kind.text()));
    } else if (!isPossible(fault, pipeline)) {
      problem(name, "names", name.text(), begins(fault) + ", and it has none");
    }
    planned
        .get("shown_as")
        .filter(type -> isErrorType(type) && !words(fault.faces().keySet()).contains(type.text()))
        .ifPresent(
            type ->
                problem(
                    type,
                    "is",
                    type.text(),
                    "'" + fault + "' can be seen as " + join(fault.faces().keySet())));
  }

  private static boolean isPossible(Fault fault, Setting at) {
    return at.isMap()
        ? stages(at).flatMap(each -> each.get("kind").stream()).anyMatch(k -> isPossible(fault, k))
        : words(fault.kinds()).contains(at.text()) || !isKind(at);
  }

  private static Stream<Setting> stages(Setting pipeline) {
    return pipeline.elements("stages").stream();
  }

  private static Optional<Fault> fault(Setting name) {
    return Fault.ALL.stream().filter(fault -> fault.name().equals(name.text())).findFirst();
  }

  private static String begins(Fault fault) {
    return "'" + fault + "' begins at stages of kind " + join(fault.kinds());
  }

  private static boolean isKind(Setting word) {
    return words(List.of(StageKind.values())).contains(word.text());
  }

  private static boolean isErrorType(Setting word) {
    return words(List.of(ErrorType.values())).contains(word.text());
  }

  private static List<String> words(Collection<? extends Enum<?>> values) {
    return values.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static String join(Collection<? extends Enum<?>> values) {
    return words(values).stream().collect(Collectors.joining(", "));
  }

  private void problem(Setting setting, String finding, String value, String remedy) {
    problems.add(Problem.of(setting, finding, value, remedy));
  }
}
