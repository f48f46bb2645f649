package dev.prunella.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes docs/configuration.md and docs/scenarios.md from their JSON schemas. */
final class ReferencePage {

  /** What texts of these definitions are called. */
  private static final Map<String, String> TEXTS =
      Map.of("duration", "duration", "delay", "duration", "time", "time", "name", "name");

  private static final Path SCENARIOS = Path.of("src/test/resources/scenarios.md");

  private static final String CONFIGURATION =
      """
      # prunella.yaml: every setting

      <!-- Written from schemas/src/main/resources/prunella.schema.json: change that, then run
           mvn -pl src/settings -am test -Dtest=ReferencePageTest -Dprunella.write=true \\
             -Dsurefire.failIfNoSpecifiedTests=false -->

      %s

      `deploy/prunella.yaml` is an example to start from. `prunella check` finds mistakes,
      `prunella apply` publishes `fleets`. Any setting can be given on the command line instead:
      `-D connection.brokers=host:9092`.

      - Words may be written in lower or upper case: `restart`, `RESTART`.
      - Durations are a whole number and a unit: `500ms`, `90s`, `10m`, `2h`, `1d`.
      - Times are ISO 8601 with a zone: `2025-03-01T22:00:00Z`.
      - `connection.brokers`, `connection.registry.url` and client properties may hold
        `${env:NAME}` (an environment variable) and `${file:PATH}` (the content of a file). Secrets
        are accepted in no other form.
      - NAME stands for a name of your choice.
      """;

  private final StringBuilder page = new StringBuilder();
  private final Shape root;
  private final Map<String, String> links; // by definition

  private ReferencePage(Shape root, String introduction, Map<String, String> links) {
    this.root = root;
    this.links = links;
    page.append(introduction.formatted(root.description()));
  }

  /** docs/configuration.md. */
  static String configuration() {
    Shape root = Configuration.FORMAT.shape();
    ReferencePage writer =
        new ReferencePage(root, CONFIGURATION, Map.of("action", "an [action](#actions)"));
    writer.section("`connection`", "connection.", root.below("connection").orElseThrow());
    writer.section(
        "`fleets.NAME`", "fleets.NAME.", root.below("fleets").flatMap(Shape::anyKey).orElseThrow());
    writer.words("Actions", "action", "what it does");
    return writer.page.toString();
  }

  /** docs/scenarios.md: an introduction by hand, and every setting from the JSON schema. */
  static String scenarios() throws IOException {
    ReferencePage writer =
        new ReferencePage(
            Shape.root("/scenario.schema.json"),
            Files.readString(SCENARIOS),
            Map.of(
                "action", "an [action](configuration.md#actions)",
                "remedy", "an [action](configuration.md#actions)",
                "kind", "a [kind](#kinds-of-stages)",
                "fault", "a [fault](plant.md#faults)"));
    writer.section("The file", "", writer.root);
    writer.words("Kinds of stages", "kind", "what it does");
    return writer.page.toString();
  }

  /**
   * One table, and after it those of what is below.
   *
   * @param path of the keys in it, with a dot at its end
   */
  private void section(String title, String path, Shape shape) {
    List<String> rows = new ArrayList<>();
    List<Runnable> sections = new ArrayList<>();
    for (String key : shape.keys()) {
      Shape below = shape.below(key).orElseThrow();
      String name = path + key;
      rows.add(row(key, below, shape.requires(key)));
      nested(name, below, sections);
    }
    page.append("\n## ").append(title).append("\n\n").append(shape.description()).append("\n\n");
    page.append("| setting | value | default | what it is |\n| --- | --- | --- | --- |\n");
    rows.forEach(page::append);
    sections.forEach(Runnable::run);
  }

  private void nested(String name, Shape shape, List<Runnable> sections) {
    if (!shape.keys().isEmpty()) {
      sections.add(() -> section("`" + name + "`", name + ".", shape));
    }
    shape.anyKey().ifPresent(any -> nested(name + ".NAME", any, sections));
    shape.element().ifPresent(element -> nested(name + "[]", element, sections));
  }

  private String row(String key, Shape shape, boolean required) {
    JsonNode usual = shape.defaultValue();
    String absent = required ? "must be set" : usual.isMissingNode() ? "" : code(usual);
    return "| `%s` | %s | %s | %s |\n"
        .formatted(key, value(shape), absent, shape.description().replace("|", "\\|"));
  }

  private String value(Shape shape) {
    String link = links.get(shape.definitionName());
    if (link != null) {
      return link;
    }
    if (shape.isRange()) {
      return shape.expectation();
    }
    if (!shape.options().isEmpty()) {
      return "`" + String.join("`, `", shape.options()) + "`";
    }
    String example = shape.examples().isEmpty() ? "" : ", e.g. " + code(shape.examples().get(0));
    if (shape.hasType("boolean")) {
      return "`true`, `false`";
    }
    if (shape.hasType("integer")) {
      return shape.expectation() + example;
    }
    if (shape.hasType("array") && !shape.hasType("string")) {
      String each = shape.element().map(Shape::definitionName).map(links::get).orElse(null);
      return "list" + (each == null ? "" : ", each " + each) + example;
    }
    if (shape.hasType("object")) {
      return shape.anyKey().isPresent() ? "settings by NAME" : "settings";
    }
    if (shape.hasType("number")) {
      return shape.expectation() + example;
    }
    return TEXTS.getOrDefault(shape.definitionName(), "text") + example;
  }

  /** A closed vocabulary, whose definition says of each word what it means. */
  private void words(String title, String definition, String meaning) {
    String words = root.schema().path("$defs").path(definition).path("description").asText();
    page.append("\n## %s\n\n| %s | %s |\n| --- | --- |\n".formatted(title, definition, meaning));
    for (String sentence : words.split("(?<=\\.) (?=[a-z_ ]+: )", -1)) {
      String[] parts = sentence.split(": ", 2);
      page.append("| `%s` | %s |\n".formatted(parts[0], parts[1]));
    }
  }

  private static String code(JsonNode value) {
    String text = value.isTextual() ? value.asText() : Shape.flow(value);
    return "`" + (text.isEmpty() ? "\"\"" : text) + "`";
  }
}
