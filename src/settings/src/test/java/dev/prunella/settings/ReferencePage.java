package dev.prunella.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Writes docs/configuration.md from the JSON schema. */
final class ReferencePage {

  private static final String INTRODUCTION =
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

  private ReferencePage() {}

  static String write() {
    ReferencePage writer = new ReferencePage();
    writer.page.append(INTRODUCTION.formatted(Shape.root().description()));
    writer.section("connection", Shape.root().below("connection").orElseThrow());
    writer.section(
        "fleets.NAME", Shape.root().below("fleets").flatMap(Shape::anyKey).orElseThrow());
    writer.actions();
    return writer.page.toString();
  }

  private void section(String path, Shape shape) {
    List<String> rows = new ArrayList<>();
    List<Runnable> sections = new ArrayList<>();
    for (String key : shape.keys()) {
      Shape below = shape.below(key).orElseThrow();
      String name = path + "." + key;
      rows.add(row(key, below, shape.requires(key)));
      nested(name, below, sections);
    }
    page.append("\n## `").append(path).append("`\n\n").append(shape.description()).append("\n\n");
    page.append("| setting | value | default | what it is |\n| --- | --- | --- | --- |\n");
    rows.forEach(page::append);
    sections.forEach(Runnable::run);
  }

  private void nested(String name, Shape shape, List<Runnable> sections) {
    if (!shape.keys().isEmpty()) {
      sections.add(() -> section(name, shape));
    }
    shape.anyKey().ifPresent(any -> nested(name + ".NAME", any, sections));
    shape.element().ifPresent(element -> nested(name + "[]", element, sections));
  }

  private static String row(String key, Shape shape, boolean required) {
    JsonNode usual = shape.defaultValue();
    String absent = required ? "must be set" : usual.isMissingNode() ? "" : code(usual);
    return "| `%s` | %s | %s | %s |\n"
        .formatted(key, value(shape), absent, shape.description().replace("|", "\\|"));
  }

  private static String value(Shape shape) {
    if (shape.definitionName().equals("action")) {
      return "an [action](#actions)";
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
      return "list" + example;
    }
    if (shape.hasType("object")) {
      return shape.anyKey().isPresent() ? "settings by NAME" : "settings";
    }
    return (shape.hasType("number") ? "number" : "text") + example;
  }

  private void actions() {
    String words = Shape.schema().path("$defs").path("action").path("description").asText();
    page.append("\n## Actions\n\n| action | what it does |\n| --- | --- |\n");
    for (String sentence : words.split("(?<=\\.) ", -1)) {
      String[] parts = sentence.split(": ", 2);
      page.append("| `%s` | %s |\n".formatted(parts[0], parts[1]));
    }
  }

  private static String code(JsonNode value) {
    String text = value.isTextual() ? value.asText() : Shape.flow(value);
    return "`" + (text.isEmpty() ? "\"\"" : text) + "`";
  }
}
