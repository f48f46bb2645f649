package dev.prunella.plant.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.plant.Slo;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that come with Prunella. */
class ShippedScenariosTest {

  static final Path FOLDER = Path.of("../../deploy/scenarios");

  /** Steps of single stages, over the whole set, for one policy and one seed. */
  private static final long MOST_STEPS = 1_500_000;

  private static final Map<String, Scenario> SCENARIOS =
      ScenarioFile.readAll(FOLDER).stream()
          .collect(
              Collectors.toMap(Scenario::name, Function.identity(), (a, b) -> a, TreeMap::new));

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void shouldBeAllThatThereAre() {
    assertTrue(
        SCENARIOS
            .keySet()
            .containsAll(
                Set.of(
                    "steady",
                    "peak",
                    "starved",
                    "multi-failure",
                    "cascade",
                    "drift-season",
                    "shifting",
                    "noisy",
                    "quiet",
                    "flapping",
                    "one-big-graph",
                    "many-small")),
        SCENARIOS.keySet().toString());
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldSayInTheFileWhatItIsForAndPointEditorsToTheSchema(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String pointer = "# yaml-language-server: $schema=";

    assertTrue(lines.get(0).startsWith(pointer), lines.get(0));
    assertTrue(
        Files.exists(file.resolveSibling(lines.get(0).substring(pointer.length()))), lines.get(0));
    assertTrue(lines.get(1).startsWith("# "), lines.get(1));
    Scenario scenario = ScenarioFile.read(file);
    assertEquals(file.getFileName().toString(), scenario.name() + ".yaml");
    assertTrue(scenario.about().length() > 20, scenario.about());
    assertEquals(List.of(1L, 2L, 3L), scenario.seeds());
  }

  @Test
  void shouldTakeNoLongerThanPlanned() {
    Map<String, Long> steps = new TreeMap<>();
    for (Scenario scenario : SCENARIOS.values()) {
      steps.put(
          scenario.name(), scenario.stageCount() * scenario.length().dividedBy(scenario.period()));
      assertTrue(scenario.warmUp().compareTo(Duration.ofDays(2)) <= 0, scenario.name());
    }

    long sum = steps.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(sum <= MOST_STEPS, sum + " steps: " + steps);
  }

  @Test
  void shouldDifferInTheirGraphs() {
    assertEquals(200, SCENARIOS.get("one-big-graph").stageCount());
    assertEquals(500, SCENARIOS.get("many-small").pipelineNames().size());

    Set<List<StageSpec>> graphs =
        SCENARIOS.values().stream()
            .flatMap(scenario -> scenario.pipelines().stream())
            .map(PipelineSpec::stages)
            .collect(Collectors.toSet());
    assertTrue(graphs.size() >= 12, graphs.size() + " graphs");
    assertTrue(graphs.stream().anyMatch(graph -> mostUpstream(graph) >= 3), "no fan-in");
    assertTrue(graphs.stream().anyMatch(graph -> mostDownstream(graph) >= 3), "no fan-out");
    Set<String> shared = new TreeSet<>();
    SCENARIOS.forEach(
        (name, scenario) ->
            scenario.resources().forEach(resource -> shared.add(name + "/" + resource.name())));
    assertTrue(shared.size() >= 12, shared.toString());
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldShowSchemasThatCanBeRead(Path file) {
    Scenario scenario = ScenarioFile.read(file).withWarmUp(Duration.ZERO);
    Set<String> read = new TreeSet<>();
    Plant plant = new Plant(scenario, 1);

    plant.advanceTo(
        scenario.start().plus(scenario.period()),
        new Output() {
          @Override
          public void telemetry(Telemetry telemetry) {
            assertTrue(telemetry.getStage().contains("/"), telemetry.getStage());
          }

          @Override
          public void schema(SchemaEvent event) {
            new Schema.Parser().parse(event.getDefinition());
            read.add(event.getSubject());
          }

          @Override
          public void outcome(Outcome outcome) {
            throw new AssertionError(outcome);
          }
        });

    assertEquals(scenario.pipelineNames().size(), read.size());
  }

  /** Everything but what breaks: arrivals, peaks, shared clusters. */
  @ParameterizedTest
  @MethodSource("files")
  void shouldKeepEveryPromiseWhereNothingBreaks(Path file) {
    Scenario calm = ScenarioFile.read(file).withFaults(FaultSpec.NONE).withWarmUp(Duration.ZERO);
    Plant plant = new Plant(calm, 1);

    plant.advanceTo(calm.end(), Output.unheard());

    assertTrue(adherence(plant) > 0.99, calm.name() + " " + plant.slo());
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldBreakOftenEnoughToMatterAndSeldomEnoughToBeHealed(Path file) {
    Scenario scenario = ScenarioFile.read(file).withWarmUp(Duration.ZERO);
    int faults = 0;
    double kept = 0;
    for (long seed : scenario.seeds()) {
      Plant plant = new Plant(scenario, seed);
      plant.advanceTo(scenario.end(), Output.unheard());
      faults += plant.injections().size();
      kept += adherence(plant) / scenario.seeds().size();
    }

    assertTrue(faults >= 20, scenario.name() + " has " + faults + " faults");
    assertTrue(kept > 0.2 && kept < 0.97, scenario.name() + " is kept " + kept);
    if (Set.of("peak", "starved", "multi-failure").contains(scenario.name())) {
      assertTrue(kept < 0.8, scenario.name() + " is kept " + kept);
    }
  }

  /** Share of the minutes of all pipelines, if nobody does anything. */
  private static double adherence(Plant plant) {
    return plant.slo().values().stream().reduce(Slo::plus).orElseThrow().adherence();
  }

  private static int mostUpstream(List<StageSpec> graph) {
    return graph.stream().mapToInt(stage -> stage.upstream().size()).max().orElseThrow();
  }

  private static long mostDownstream(List<StageSpec> graph) {
    return graph.stream()
        .flatMap(stage -> stage.upstream().stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }
}
