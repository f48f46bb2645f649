package dev.prunella.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value of a file, with the place where it stands: a map, a list or a scalar. Immutable.
 * Reading it as what it is not gives something empty, so that a check of one setting need not know
 * whether another check found its type wrong.
 */
public final class Setting {

  private final Place place;
  private final String path;
  private final Map<String, Setting> entries;
  private final List<Setting> elements;
  private final JsonNode scalar;
  private final String text;

  private Setting(
      Place place,
      String path,
      Map<String, Setting> entries,
      List<Setting> elements,
      JsonNode scalar,
      String text) {
    this.place = place;
    this.path = path;
    this.entries = entries;
    this.elements = elements;
    this.scalar = scalar;
    this.text = text;
  }

  static Setting map(Place place, String path, Map<String, Setting> entries) {
    Map<String, Setting> copy = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    return new Setting(place, path, copy, null, null, "");
  }

  static Setting list(Place place, String path, List<Setting> elements) {
    return new Setting(place, path, null, List.copyOf(elements), null, "");
  }

  /**
   * A scalar.
   *
   * @param value its value as YAML reads it
   * @param text its characters as they stand
   */
  static Setting scalar(Place place, String path, JsonNode value, String text) {
    return new Setting(place, path, null, null, value, text);
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Where it stands. */
  public Place place() {
    return place;
  }

  /** From the root, dots between levels. */
  public String path() {
    return path;
  }

  public boolean isMap() {
    return entries != null;
  }

  public boolean isList() {
    return elements != null;
  }

  public boolean isScalar() {
    return scalar != null;
  }

  /** The entries of a map, in the order of the file. */
  public Map<String, Setting> entries() {
    return entries == null ? Map.of() : entries;
  }

  /** The elements of a list. */
  public List<Setting> elements() {
    return elements == null ? List.of() : elements;
  }

  /** The entry below these keys, if it is there. */
  public Optional<Setting> get(String... keys) {
    Setting at = this;
    for (String key : keys) {
      at = at.entries().get(key);
      if (at == null) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  /** The entries of the map below these keys; none if it is not there. */
  public Map<String, Setting> entries(String... keys) {
    return get(keys).map(Setting::entries).orElse(Map.of());
  }

  /** The elements of the list below these keys; none if it is not there. */
  public List<Setting> elements(String... keys) {
    return get(keys).map(Setting::elements).orElse(List.of());
  }

  /** The characters of a scalar. */
  public String text() {
    return text;
  }

  /** The value for the JSON schema. */
  public JsonNode json() {
    if (entries != null) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, value) -> object.set(key, value.json()));
      return object;
    }
    if (elements != null) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      elements.forEach(element -> array.add(element.json()));
      return array;
    }
    return scalar;
  }
}
