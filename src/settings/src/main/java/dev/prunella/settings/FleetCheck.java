package dev.prunella.settings;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks what the JSON schema cannot say of fleets: values that contradict each other. */
final class FleetCheck {

  /** These act on nothing, so they need neither target nor permission. */
  private static final Set<String> HARMLESS = Set.of("wait", "page_human");

  /** The service that pages go to. */
  private static final String PEOPLE = "people";

  private final List<Problem> problems;
  private final Map<String, String> fleetOfTarget = new HashMap<>();

  private FleetCheck(List<Problem> problems) {
    this.problems = problems;
  }

  static void check(Setting root, List<Problem> problems) {
    FleetCheck check = new FleetCheck(problems);
    root.entries("fleets").forEach(check::checkFleet);
    checkTopics(root, problems);
  }

  private void checkFleet(String name, Setting fleet) {
    fleet
        .entries("pipelines")
        .values()
        .forEach(
            pipeline ->
                pipeline.entries("stages").values().forEach(stage -> checkStage(name, stage)));
    GraphCheck.checkFleet(fleet, problems);
    fleet.get("autonomy").ifPresent(this::checkRules);
    fleet.get("freeze").ifPresent(this::checkFreeze);
    checkAllowed(fleet);
  }

  private void checkStage(String fleet, Setting stage) {
    Optional<Setting> target = stage.get("target").filter(each -> !each.text().isEmpty());
    target.ifPresent(each -> checkTarget(fleet, each));
    stage.entries("slo").values().forEach(this::checkBound);
    if (target.isPresent()) {
      return;
    }
    for (Setting permit : stage.elements("contract", "permits")) {
      if (permit.isScalar() && !HARMLESS.contains(permit.text())) {
        problems.add(
            Problem.of(
                permit,
                "names",
                permit.text(),
                "the stage has no target to act on: add target: service:account/region/name"));
      }
    }
  }

  private void checkTarget(String fleet, Setting target) {
    String other = fleetOfTarget.putIfAbsent(target.text(), fleet);
    if (other != null && !other.equals(fleet)) {
      problems.add(
          Problem.of(
              target,
              "is",
              target.text(),
              "fleet "
                  + other
                  + " acts on it already: a target belongs to one fleet, so put both stages into"
                  + " one"));
    }
  }

  private void checkBound(Setting bound) {
    if (!bound.isMap()) {
      return;
    }
    Optional<Setting> min = bound.get("min").filter(each -> each.json().isNumber());
    Optional<Setting> max = bound.get("max").filter(each -> each.json().isNumber());
    if (bound.get("min").isEmpty() && bound.get("max").isEmpty()) {
      problems.add(Problem.of(bound, "has no bound", "", "give it min, max or both"));
    } else if (min.isPresent()
        && max.isPresent()
        && min.get().json().doubleValue() > max.get().json().doubleValue()) {
      problems.add(
          Problem.of(
              min.get(),
              "is",
              min.get().text(),
              "expected at most max, which is " + max.get().text()));
    }
  }

  private void checkRules(Setting autonomy) {
    Set<String> seen = new HashSet<>();
    for (Setting rule : autonomy.elements("rules")) {
      String errorType = rule.get("error_type").map(Setting::text).orElse("every error type");
      String action = rule.get("action").map(Setting::text).orElse("every action");
      if (rule.isMap() && !seen.add(errorType + " " + action)) {
        problems.add(
            Problem.of(
                rule,
                "matches the same as a rule above:",
                errorType + ", " + action,
                "remove one of the two"));
      }
    }
  }

  /** What no command could ever ask for is a slip of the pen, and its author would wait in vain. */
  private void checkAllowed(Setting fleet) {
    Set<String> services = new TreeSet<>(Set.of(PEOPLE));
    for (Setting pipeline : fleet.entries("pipelines").values()) {
      for (Setting stage : pipeline.entries("stages").values()) {
        stage.get("service").map(Setting::text).ifPresent(services::add);
      }
    }
    fleet
        .entries("executors", "allow")
        .forEach(
            (service, actions) -> {
              if (!services.contains(service)) {
                problems.add(
                    Problem.of(
                        actions,
                        "names the service",
                        service,
                        "known services of the fleet's stages: "
                            + String.join(", ", services)
                            + Nearest.hint(service, List.copyOf(services))));
                return;
              }
              actions.elements().forEach(action -> checkAllowed(service, action));
            });
  }

  private void checkAllowed(String service, Setting action) {
    boolean page = action.text().equals("page_human");
    if (action.text().equals("wait")) {
      problems.add(
          Problem.of(action, "names", "wait", "remove it: waiting is never left to an executor"));
    } else if (page != service.equals(PEOPLE)) {
      problems.add(
          Problem.of(
              action,
              "names",
              action.text(),
              page
                  ? "pages go to people: write it as people: [page_human]"
                  : "people are only paged: write it below the stage's own service"));
    }
  }

  private void checkFreeze(Setting freeze) {
    Optional<Instant> since = freeze.get("since").flatMap(this::time);
    Optional<Instant> until = freeze.get("until").flatMap(this::time);
    if (since.isPresent() && until.isPresent() && !until.get().isAfter(since.get())) {
      Setting end = freeze.get("until").orElseThrow();
      problems.add(
          Problem.of(
              end,
              "is",
              end.text(),
              "expected a time after since, which is " + freeze.get("since").orElseThrow().text()));
    }
  }

  /** The time; a text that only looks like one (a 30th of February) is a problem. */
  private Optional<Instant> time(Setting setting) {
    if (!Times.hasForm(setting.text())) {
      return Optional.empty();
    }
    Optional<Instant> time = Times.parse(setting.text());
    if (time.isEmpty()) {
      problems.add(
          Problem.of(setting, "is", setting.text(), "there is no such time: correct the date"));
    }
    return time;
  }

  private static void checkTopics(Setting root, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (Setting topic : root.elements("connection", "topics", "telemetry")) {
      topic
          .get("name")
          .filter(name -> !seen.add(name.text()))
          .ifPresent(
              name ->
                  problems.add(
                      Problem.of(name, "is", name.text(), "it is listed twice: remove one")));
    }
  }
}
