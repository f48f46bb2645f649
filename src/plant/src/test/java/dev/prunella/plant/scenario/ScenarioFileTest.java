package dev.prunella.plant.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.plant.fault.Fault;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What stands in a file is what is played; the schema, the page and the reader agree. */
class ScenarioFileTest {

  private static final Path PAGE = Path.of("../../docs/scenarios.md");
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** Every setting there is, each with another value than its default. */
  private static final String EVERYTHING =
      """
      name: everything
      about: Nothing is left out.
      fleet: shop
      start: 2026-03-02T06:00+01:00
      period: 1m
      warm_up: 12h
      length: 36h
      horizon: 4h
      pipelines:
        - name: orders
          copies: 2
          rate: 10..20
          stages:
            - {name: cdc, kind: ingest}
            - name: join
              kind: transform
              upstream: [cdc]
              every: 4m
              resource: spark
              permits: [restart, scale_out]
              harmful: [restart]
          slo: {freshness: 20m, success: 0.9, quality: 0.95, latency: 5m}
      resources:
        - {name: spark, capacity: 1.5..2}
      load:
        daily_swing: 0.3
        weekend_share: 0.5
        peaks: [{every: 12h, at: 1h, lasts: 30m, times: 2..3}]
      telemetry: {noise: 2, missing: 0.01, duplicated: 0.02, late: 0.03, delay: 90s, resets: 0.5, logs: false}
      faults:
        mean_gap: 20m
        only: [glitch, Worker-Lost]
        spacing: 1h
        at_once: 1..2
        flapping: 0.2
        cascading: 0.3
        planned:
          - {fault: glitch, pipeline: orders-2, stage: join, at: 0s, shown_as: TIMEOUT}
      world: {ambiguity: 0.1, remedies: 0.7..0.8, harms: 0.1..0.2, calls_fail: 0.01, pace: 2, concentration: 0.3}
      people: {answer: 1m..2m, repair: 10m, find: 1h..90m, at_night: false}
      shifts:
        - {at: 1d, error_types: [timeout, backlog]}
      seeds: [7, 8]
      """;

  @TempDir Path folder;

  @Test
  void shouldBeWhatStandsInIt() throws IOException {
    Scenario expected =
        new Scenario(
            "everything",
            "Nothing is left out.",
            "shop",
            Instant.parse("2026-03-02T05:00:00Z"),
            Duration.ofMinutes(1),
            Duration.ofHours(12),
            Duration.ofHours(36),
            Duration.ofHours(4),
            List.of(
                new PipelineSpec(
                    "orders",
                    2,
                    Range.of(10, 20),
                    List.of(
                        StageSpec.of("cdc", StageKind.INGEST),
                        new StageSpec(
                            "join",
                            StageKind.TRANSFORM,
                            List.of("cdc"),
                            Duration.ofMinutes(4),
                            "spark",
                            List.of(Action.RESTART, Action.SCALE_OUT),
                            Set.of(Action.RESTART))),
                    new SloSpec(Duration.ofMinutes(20), 0.9, 0.95, Duration.ofMinutes(5)))),
            List.of(new ResourceSpec("spark", Range.of(1.5, 2))),
            new LoadSpec(
                Range.of(0.3),
                0.5,
                List.of(
                    new Peak(
                        Duration.ofHours(12),
                        Duration.ofHours(1),
                        Duration.ofMinutes(30),
                        Range.of(2, 3)))),
            new TelemetrySpec(2, 0.01, 0.02, 0.03, Duration.ofSeconds(90), 0.5, false),
            new FaultSpec(
                Duration.ofMinutes(20),
                List.of("glitch", "worker lost"),
                Duration.ofHours(1),
                Range.of(1, 2),
                0.2,
                0.3,
                List.of(
                    new PlannedFault(
                        "glitch", "orders-2", "join", Duration.ZERO, ErrorType.TIMEOUT))),
            new WorldSpec(
                Range.of(0.1),
                Range.of(0.7, 0.8),
                Range.of(0.1, 0.2),
                Range.of(0.01),
                Range.of(2),
                Range.of(0.3)),
            new PeopleSpec(
                Range.minutes(1, 2), Range.minutes(10, 10), Range.minutes(60, 90), false),
            List.of(new Shift(Duration.ofDays(1), List.of(ErrorType.TIMEOUT, ErrorType.BACKLOG))),
            List.of(7L, 8L));

    assertEquals(expected, read(EVERYTHING));
  }

  @Test
  void shouldFillInWhatCodeHasAsUsual() throws IOException {
    assertEquals(
        Scenario.of("first").withPipelines("orders"),
        read("name: first\npipelines: [{name: orders}]\n"));
  }

  @Test
  void shouldReadEverySettingOfTheSchema() throws IOException {
    List<String> missing = new ArrayList<>();
    collect("", schema(), plain(EVERYTHING), missing);

    assertEquals(List.of(), missing, "ScenarioFileTest does not try these");
  }

  @Test
  void shouldHaveTheVocabulariesOfTheContractsInTheSchema() throws IOException {
    assertEquals(words(Action.values()), options("action"));
    assertEquals(words(ErrorType.values()), options("errorType"));
    assertEquals(Set.copyOf(words(StageKind.values())), Set.copyOf(options("kind")));
    assertEquals(Fault.ALL.stream().map(Fault::name).toList(), options("fault"));
  }

  @Test
  void shouldAcceptWhatEditorsAccept() throws IOException {
    JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema());
    for (Path file : ShippedScenariosTest.files().toList()) {
      assertEquals(Set.of(), schema.validate(plain(Files.readString(file))), file.toString());
    }
  }

  @Test
  void shouldPlayEveryExampleOfTheReferencePage() throws IOException {
    List<String> examples = examples();

    assertTrue(examples.size() >= 2, examples.toString());
    for (String example : examples) {
      Scenario scenario = read(example);
      Plant plant = new Plant(scenario, 1);
      plant.advanceTo(scenario.end(), Output.unheard());
      assertTrue(plant.injections().size() > 3, plant.injections().toString());
    }
  }

  @Test
  void shouldRefuseAsTheReferencePageShows() throws IOException {
    String example = examples().get(1).replace("[dag, cdc, clicks]", "[dag, cdcs, clicks]");
    Path file = Files.writeString(folder.resolve("evening-sale.yaml"), example);

    String line = ScenarioFile.check(file).get(0).toString().replace(folder + "/", "");

    assertTrue(Files.readString(PAGE).contains(line), line);
  }

  private Scenario read(String yaml) throws IOException {
    return ScenarioFile.read(Files.writeString(folder.resolve("scenario.yaml"), yaml));
  }

  private static List<String> examples() throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    return blocks.results().map(block -> block.group(1)).toList();
  }

  private static JsonNode schema() throws IOException {
    try (InputStream resource = Scenario.class.getResourceAsStream(ScenarioFile.SCHEMA)) {
      return new ObjectMapper().readTree(resource);
    }
  }

  /** As any other program would read it. */
  private static JsonNode plain(String yaml) {
    Object values =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(yaml.replaceAll("(start: )(\\S+)", "$1'$2'"));
    return new ObjectMapper().valueToTree(values);
  }

  private static void collect(String path, JsonNode shape, JsonNode value, List<String> missing)
      throws IOException {
    JsonNode at = shape.has("$ref") ? schema().at(shape.get("$ref").asText().substring(1)) : shape;
    for (Map.Entry<String, JsonNode> property : at.path("properties").properties()) {
      JsonNode below = value.path(property.getKey());
      String name = path + "." + property.getKey();
      if (below.isMissingNode()) {
        missing.add(name);
      } else {
        collect(name, property.getValue(), below, missing);
      }
    }
    if (at.has("items") && value.isArray()) {
      // What one element of a list leaves out another one may have.
      List<String> everywhere = null;
      for (JsonNode element : value) {
        List<String> here = new ArrayList<>();
        collect(path + "[]", at.get("items"), element, here);
        if (everywhere == null) {
          everywhere = here;
        } else {
          everywhere.retainAll(here);
        }
      }
      missing.addAll(everywhere == null ? List.of(path + "[]") : everywhere);
    }
  }

  private static List<String> options(String definition) throws IOException {
    List<String> options = new ArrayList<>();
    schema().at("/$defs/" + definition + "/enum").forEach(each -> options.add(each.asText()));
    return options;
  }

  private static List<String> words(Enum<?>[] values) {
    return Stream.of(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .filter(word -> !word.equals("unknown"))
        .toList();
  }
}
