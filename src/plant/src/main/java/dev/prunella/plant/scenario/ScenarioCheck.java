package dev.prunella.plant.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prunella.settings.Durations;
import dev.prunella.settings.GraphCheck;
import dev.prunella.settings.Nearest;
import dev.prunella.settings.Problem;
import dev.prunella.settings.Ranges;
import dev.prunella.settings.Setting;
import dev.prunella.settings.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what the JSON schema cannot say of a scenario: names that lead nowhere, and values that
 * contradict each other. What is not as the schema wants it is left to the schema.
 */
final class ScenarioCheck {

  /** More than these would not fit into memory. */
  private static final long MOST_STAGES = 20_000;

  private static final int MOST_COPIES = 10_000;

  /** More names than these help nobody. */
  private static final int MOST_NAMES = 12;

  private static final Set<String> BATCH = Set.of("transform", "load");

  private final Setting root;
  private final List<Problem> problems;
  private final Map<String, Setting> pipelines = new LinkedHashMap<>(); // by name, copies included
  private final Map<String, Setting> resources = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>(); // names of resources

  private ScenarioCheck(Setting root, List<Problem> problems) {
    this.root = root;
    this.problems = problems;
  }

  /**
   * Checks a file.
   *
   * @param root with every default filled in
   */
  static void check(Setting root, List<Problem> problems) {
    new ScenarioCheck(root, problems).check();
  }

  private void check() {
    checkTimes();
    named(root.elements("resources"), "resource").forEach(resources::put);
    checkPipelines();
    checkUse();
    root.elements("load", "peaks").forEach(this::checkPeak);
    checkFaults();
    for (Setting shift : root.elements("shifts")) {
      checkBeforeTheEnd(shift);
      distinct(shift.elements("error_types"));
    }
    distinct(root.elements("seeds"));
  }

  private void checkTimes() {
    root.get("start")
        .filter(start -> Times.parse(start.text()).isEmpty() && Times.hasForm(start.text()))
        .ifPresent(start -> problem(start, "is", "there is no such time: correct the date"));
    Optional<Setting> period = root.get("period");
    period
        .filter(each -> isShorter(each, Duration.ofSeconds(1)))
        .ifPresent(each -> problem(each, "is", "expected 1s or more"));
    root.get("length")
        .filter(each -> isShorter(each, duration(period).orElse(Duration.ZERO)))
        .ifPresent(
            each ->
                problem(
                    each, "is", "expected the period or more, which is " + period.get().text()));
  }

  /** Settings by the name that stands in them; two with one name are a problem. */
  private Map<String, Setting> named(List<Setting> settings, String what) {
    Map<String, Setting> byName = new LinkedHashMap<>();
    for (Setting setting : settings) {
      Optional<Setting> name = setting.get("name").filter(each -> !each.text().isEmpty());
      if (name.isPresent()) {
        Setting other = byName.putIfAbsent(name.get().text(), setting);
        if (other != null) {
          taken(name.get(), "is", name.get().text(), what, other);
        }
      }
    }
    return byName;
  }

  private void taken(Setting name, String finding, String value, String what, Setting other) {
    problems.add(
        Problem.of(
            name,
            finding,
            value,
            "a %s in line %d has this name already: give each its own"
                .formatted(what, other.get("name").orElse(other).place().line())));
  }

  private void checkPipelines() {
    long stages = 0;
    for (Setting pipeline : root.elements("pipelines")) {
      int copies = copies(pipeline);
      stages += (long) copies * pipeline.elements("stages").size();
      checkName(pipeline, copies);
      checkPipeline(pipeline);
    }
    Optional<Setting> all = root.get("pipelines");
    if (all.isPresent() && stages > MOST_STAGES) {
      problems.add(
          Problem.of(
              all.get(),
              "make " + stages + " stages",
              "",
              "expected at most " + MOST_STAGES + " in all copies together"));
    }
  }

  private static int copies(Setting pipeline) {
    double copies = pipeline.get("copies").map(each -> each.json().doubleValue()).orElse(1.0);
    return (int) Math.max(1, Math.min(MOST_COPIES, copies));
  }

  private void checkName(Setting pipeline, int copies) {
    Optional<Setting> name = pipeline.get("name").filter(each -> !each.text().isEmpty());
    if (name.isEmpty()) {
      return;
    }
    for (int i = 1; i <= copies; i++) {
      String full = copies == 1 ? name.get().text() : name.get().text() + "-" + i;
      Setting other = pipelines.putIfAbsent(full, pipeline);
      if (other != null) {
        taken(name.get(), copies == 1 ? "is" : "makes", full, "pipeline", other);
        return;
      }
    }
  }

  private void checkPipeline(Setting pipeline) {
    Map<String, Setting> stages = named(pipeline.elements("stages"), "stage");
    GraphCheck.check(stages, problems);
    for (Setting stage : pipeline.elements("stages")) {
      checkStage(stage);
      checkPromise(pipeline, stage);
    }
  }

  private void checkStage(Setting stage) {
    for (String list : List.of("upstream", "permits", "harmful")) {
      distinct(stage.elements(list));
    }
    stage
        .get("resource")
        .filter(each -> !each.text().isEmpty() && each.isScalar())
        .ifPresent(
            resource -> {
              used.add(resource.text());
              if (!resources.containsKey(resource.text())) {
                unknown(resource, "resources", resources.keySet());
              }
            });
    Optional<Setting> every = stage.get("every");
    String kind = stage.get("kind").map(Setting::text).orElse("");
    if (every.isPresent() && !kind.isEmpty() && !BATCH.contains(kind)) {
      problem(every.get(), "is", "only batch stages (transform, load) have it: remove it");
    } else {
      every
          .filter(each -> isShorter(each, duration(root.get("period")).orElse(Duration.ZERO)))
          .ifPresent(
              each ->
                  problem(
                      each,
                      "is",
                      "expected the period or more, which is " + root.get("period").get().text()));
    }
  }

  /**
   * Freshness that nobody could keep is a slip of the pen, and every minute would be a violation.
   */
  private void checkPromise(Setting pipeline, Setting stage) {
    Optional<Setting> freshness = pipeline.get("slo", "freshness");
    Optional<Setting> every = stage.get("every");
    duration(every)
        .filter(pause -> freshness.isPresent() && isShorter(freshness.get(), pause))
        .ifPresent(
            pause ->
                problem(
                    freshness.get(),
                    "is",
                    "%s runs every %s, so that could never be kept: expected more"
                        .formatted(
                            stage.get("name").map(Setting::text).orElse("a stage"),
                            every.get().text())));
  }

  private void checkUse() {
    resources.forEach(
        (name, resource) -> {
          if (!used.contains(name)) {
            problem(
                resource.get("name").orElseThrow(),
                "is",
                "no stage runs on it: name it as the resource of one, or remove it");
          }
        });
  }

  private void checkPeak(Setting peak) {
    Optional<Setting> every = peak.get("every");
    Optional<Duration> span = duration(every);
    if (span.isEmpty()) {
      return;
    }
    peak.get("at")
        .filter(at -> duration(Optional.of(at)).isPresent() && !isShorter(at, span.get()))
        .ifPresent(
            at -> problem(at, "is", "expected less than every, which is " + every.get().text()));
    peak.get("lasts")
        .filter(
            lasts ->
                duration(Optional.of(lasts)).filter(d -> d.compareTo(span.get()) > 0).isPresent())
        .ifPresent(
            lasts ->
                problem(lasts, "is", "expected at most every, which is " + every.get().text()));
  }

  private void checkFaults() {
    FaultCheck faults = new FaultCheck(pipelines, problems);
    distinct(root.elements("faults", "only"));
    root.elements("faults", "only").forEach(faults::checkDrawn);
    root.elements("faults", "planned").forEach(faults::checkPlanned);
    root.get("faults", "at_once").ifPresent(this::checkTogether);
    for (Setting planned : root.elements("faults", "planned")) {
      checkBeforeTheEnd(planned);
      Optional<Setting> name =
          planned.get("pipeline").filter(each -> each.isScalar() && !each.text().isEmpty());
      Setting pipeline = name.map(each -> pipelines.get(each.text())).orElse(null);
      if (name.isPresent() && pipeline == null) {
        unknown(name.get(), "pipelines", pipelines.keySet());
      } else if (pipeline != null) {
        planned.get("stage").ifPresent(stage -> checkStageOf(pipeline, stage));
      }
    }
  }

  private void checkTogether(Setting atOnce) {
    String most = Ranges.ends(atOnce.text()).get(1);
    if (most.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
        && Double.parseDouble(most) > Math.max(1, pipelines.size())) {
      problem(
          atOnce,
          "is",
          "each begins in a pipeline of its own: expected at most " + pipelines.size());
    }
  }

  private void checkStageOf(Setting pipeline, Setting stage) {
    Set<String> stages = new LinkedHashSet<>();
    for (Setting each : pipeline.elements("stages")) {
      each.get("name").map(Setting::text).ifPresent(stages::add);
    }
    if (stage.isScalar() && !stage.text().isEmpty() && !stages.contains(stage.text())) {
      unknown(stage, "stages", stages);
    }
  }

  /** What happens at the end of a scenario or later does not happen. */
  private void checkBeforeTheEnd(Setting event) {
    Optional<Setting> length = root.get("length");
    Optional<Duration> end = duration(length);
    event
        .get("at")
        .filter(at -> end.isPresent() && duration(Optional.of(at)).isPresent())
        .filter(at -> !isShorter(at, end.get()))
        .ifPresent(
            at -> problem(at, "is", "expected less than length, which is " + length.get().text()));
  }

  private void distinct(List<Setting> elements) {
    Set<Object> seen = new HashSet<>();
    for (Setting element : elements) {
      if (element.isScalar() && !seen.add(worth(element.json()))) {
        problem(element, "names", "it stands here twice: remove one");
      }
    }
  }

  /** What it is worth: 1 and 1.0 are the same. */
  private static Object worth(JsonNode value) {
    return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
  }

  private void unknown(Setting name, String what, Set<String> known) {
    List<String> shown = new ArrayList<>(known).subList(0, Math.min(MOST_NAMES, known.size()));
    String more = known.size() > MOST_NAMES ? " and " + (known.size() - MOST_NAMES) + " more" : "";
    problem(
        name,
        "names",
        (known.isEmpty()
                ? "no " + what + " are known"
                : "known " + what + ": " + String.join(", ", shown) + more)
            + Nearest.hint(name.text(), known));
  }

  private void problem(Setting setting, String finding, String remedy) {
    problems.add(Problem.of(setting, finding, setting.text(), remedy));
  }

  private static Optional<Duration> duration(Optional<Setting> setting) {
    return setting.map(Setting::text).flatMap(Durations::parse);
  }

  /** Whether it is a duration, and a shorter one. */
  private static boolean isShorter(Setting setting, Duration than) {
    return Durations.parse(setting.text()).filter(each -> each.compareTo(than) < 0).isPresent();
  }
}
