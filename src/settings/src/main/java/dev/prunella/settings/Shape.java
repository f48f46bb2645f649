package dev.prunella.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a JSON schema says of one place in a file: the words of the property itself, and below them
 * those of the definition that it refers to.
 */
final class Shape {

  private final JsonNode schema;
  private final JsonNode property;
  private final JsonNode definition;

  private Shape(JsonNode schema, JsonNode property) {
    this.schema = schema;
    this.property = property;
    JsonNode reference = property.path("$ref");
    this.definition =
        reference.isTextual() ? schema.at(reference.textValue().substring(1)) : property;
  }

  /**
   * A file as a whole.
   *
   * @param resource name of the JSON schema among the resources of prunella-schemas
   */
  static Shape root(String resource) {
    JsonNode schema = load(resource);
    return new Shape(schema, schema);
  }

  /** The schema as it stands in the resource. */
  JsonNode schema() {
    return schema;
  }

  private Shape at(JsonNode place) {
    return new Shape(schema, place);
  }

  /** What stands below the key: a named property, or an entry of an open map. */
  Optional<Shape> below(String key) {
    JsonNode named = word("properties").path(key);
    if (!named.isMissingNode()) {
      return Optional.of(at(named));
    }
    return anyKey();
  }

  /** What an entry of an open map is; nothing if the keys are fixed. */
  Optional<Shape> anyKey() {
    JsonNode any = word("additionalProperties");
    return any.isObject() ? Optional.of(at(any)) : Optional.empty();
  }

  /** What an element of a list is. */
  Optional<Shape> element() {
    JsonNode items = word("items");
    return items.isObject() ? Optional.of(at(items)) : Optional.empty();
  }

  /** The fixed keys, in the order of the schema. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    word("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** What the keys of an open map have to be. */
  Optional<Shape> keyShape() {
    JsonNode names = word("propertyNames");
    return names.isObject() ? Optional.of(at(names)) : Optional.empty();
  }

  /** The words that are permitted; empty if it is no closed vocabulary. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    word("enum").forEach(option -> options.add(option.asText()));
    return options;
  }

  boolean hasType(String type) {
    JsonNode types = word("type");
    if (types.isTextual()) {
      return types.textValue().equals(type);
    }
    for (JsonNode each : types) {
      if (each.asText().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value may have two ends, as 0.3..0.6 and 5m..20m have. */
  boolean isRange() {
    return definitionName().equals("range") || definitionName().equals("durations");
  }

  /** Whether a number is within the limits, where there are any. */
  boolean permits(BigDecimal number) {
    JsonNode least = word("minimum");
    JsonNode most = word("maximum");
    return (least.isMissingNode() || number.compareTo(least.decimalValue()) >= 0)
        && (most.isMissingNode() || number.compareTo(most.decimalValue()) <= 0);
  }

  /** How many elements a list may have. */
  String mostElements() {
    return word("maxItems").asText();
  }

  boolean requires(String key) {
    for (JsonNode each : word("required")) {
      if (each.asText().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** The name of the definition that it refers to, such as duration; empty if it has none. */
  String definitionName() {
    String reference = property.path("$ref").asText("");
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  String title() {
    return word("title").asText("");
  }

  String description() {
    return word("description").asText("");
  }

  /** What holds when it is not set; a missing node if nothing does. */
  JsonNode defaultValue() {
    return word("default");
  }

  JsonNode examples() {
    return word("examples");
  }

  /** What a value has to be, for people: "a whole number from 1 to 1000". */
  String expectation() {
    if (!options().isEmpty()) {
      return "one of " + String.join(", ", options());
    }
    if (definitionName().equals("range")) {
      return "a number from "
          + word("minimum").asText()
          + " to "
          + word("maximum").asText()
          + ", or a range of them, such as "
          + firstExample();
    }
    if (hasType("boolean") && !hasType("string")) {
      return "true or false";
    }
    if (hasType("integer")) {
      return "a whole number from " + word("minimum").asText() + " to " + word("maximum").asText();
    }
    if (hasType("number") && !hasType("string")) {
      return word("minimum").isMissingNode()
          ? "a number"
          : "a number from " + word("minimum").asText() + " to " + word("maximum").asText();
    }
    if (hasType("array") && !hasType("string")) {
      return "a list, such as " + firstExample();
    }
    if (hasType("object")) {
      return "settings of its own, such as " + firstExample();
    }
    String examples = textExamples();
    return form() + (examples.isEmpty() ? "" : ", such as " + examples);
  }

  private String form() {
    if (definition.has("pattern") || definition.path("type").isArray()) {
      return definition.path("title").asText();
    }
    return definition.has("maxLength")
        ? "a text of "
            + word("minLength").asText("0")
            + " to "
            + word("maxLength").asText()
            + " characters"
        : "a text";
  }

  /** A value in YAML's flow style: {@code {name: telemetry, out_of_order: 1m}}. */
  static String flow(JsonNode value) {
    return value
        .toString()
        .replaceAll("\"([A-Za-z0-9_.:/-]+)\":", "$1: ")
        .replaceAll("\"([A-Za-z0-9_.:/-]+)\"", "$1")
        .replace(",", ", ");
  }

  private String firstExample() {
    return flow(examples().path(0));
  }

  private String textExamples() {
    List<String> examples = new ArrayList<>();
    for (JsonNode example :
        definition.path("examples").isMissingNode() ? examples() : definition.path("examples")) {
      if (example.isValueNode()) {
        examples.add(example.asText());
      }
    }
    return String.join(", ", examples);
  }

  private JsonNode word(String keyword) {
    JsonNode own = property.path(keyword);
    return own.isMissingNode() ? definition.path(keyword) : own;
  }

  private static JsonNode load(String resource) {
    try (InputStream stream = Shape.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("prunella-schemas has no resource " + resource);
      }
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }
}
