package dev.prunella.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that stages form a graph: every name is known, nothing feeds itself. */
public final class GraphCheck {

  private final List<Problem> problems;
  private final Map<String, Setting> stages;
  private final Map<String, List<String>> upstream = new HashMap<>();

  private GraphCheck(Map<String, Setting> stages, List<Problem> problems) {
    this.stages = stages;
    this.problems = problems;
  }

  /**
   * Checks what stands below {@code upstream} of each stage.
   *
   * @param stages by name; where it is pipeline/stage, upstream may leave out the pipeline of the
   *     stage itself
   */
  public static void check(Map<String, Setting> stages, List<Problem> problems) {
    GraphCheck check = new GraphCheck(stages, problems);
    stages.forEach(check::checkUpstream);
    check.checkCircles();
  }

  /** Checks the stages of a fleet, and that those exist that its subjects name. */
  static void checkFleet(Setting fleet, List<Problem> problems) {
    Map<String, Setting> stages = new LinkedHashMap<>();
    fleet
        .entries("pipelines")
        .forEach(
            (pipeline, setting) ->
                setting
                    .entries("stages")
                    .forEach((stage, value) -> stages.put(pipeline + "/" + stage, value)));
    check(stages, problems);
    GraphCheck check = new GraphCheck(stages, problems);
    fleet.entries("subjects").values().forEach(check::checkSubject);
  }

  private void checkUpstream(String name, Setting stage) {
    String pipeline = name.substring(0, name.indexOf('/') + 1); // with its slash, or empty
    List<String> found = new ArrayList<>();
    for (Setting reference : stage.elements("upstream")) {
      String text = reference.text();
      if (!reference.isScalar() || text.isEmpty()) {
        continue;
      }
      String full = text.contains("/") ? text : pipeline + text;
      if (stages.containsKey(full)) {
        found.add(full);
        continue;
      }
      List<String> known =
          text.contains("/")
              ? List.copyOf(stages.keySet())
              : stages.keySet().stream()
                  .filter(each -> each.startsWith(pipeline))
                  .map(each -> each.substring(pipeline.length()))
                  .toList();
      problems.add(unknown(reference, text, known));
    }
    upstream.put(name, found);
  }

  private void checkSubject(Setting subject) {
    for (String role : List.of("producers", "consumers")) {
      for (Setting reference : subject.elements(role)) {
        String text = reference.text();
        // A name without a pipeline is the JSON schema's finding.
        if (text.contains("/") && !stages.containsKey(text)) {
          problems.add(unknown(reference, text, List.copyOf(stages.keySet())));
        }
      }
    }
  }

  private static Problem unknown(Setting reference, String text, List<String> known) {
    return Problem.of(
        reference,
        "names",
        text,
        (known.isEmpty() ? "no stages are known" : "known stages: " + String.join(", ", known))
            + Nearest.hint(text, known));
  }

  private void checkCircles() {
    Map<String, Boolean> done = new HashMap<>();
    for (String stage : stages.keySet()) {
      walk(stage, new ArrayList<>(), done);
    }
  }

  private void walk(String stage, List<String> above, Map<String, Boolean> done) {
    int start = above.indexOf(stage);
    if (start >= 0) {
      List<String> circle = new ArrayList<>(above.subList(start, above.size()));
      circle.add(stage);
      Setting first = stages.get(circle.get(0));
      problems.add(
          Problem.of(
              first.get("upstream").orElse(first),
              "closes a circle:",
              String.join(" <- ", circle),
              "remove one of these arrows: data flows one way"));
      return;
    }
    if (done.containsKey(stage)) {
      return;
    }
    above.add(stage);
    for (String next : upstream.getOrDefault(stage, List.of())) {
      walk(next, above, done);
    }
    above.remove(above.size() - 1);
    done.put(stage, true);
  }
}
