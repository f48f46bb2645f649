package dev.prunella.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kind of YAML file, which a JSON schema describes. It is read with line numbers, brought into
 * the schema's spelling and held against the schema; what no schema can say is left to others.
 * Immutable, safe for use by several threads.
 */
public final class FileFormat {

  private static final long MAX_BYTES = 4L << 20;

  private final Shape shape;
  private final SchemaCheck check;
  private final String example;
  private final String start;

  /**
   * @param schema name of the JSON schema among the resources of prunella-schemas
   * @param example name of such a file
   * @param start what to do where there is no such file
   */
  public FileFormat(String schema, String example, String start) {
    shape = Shape.root(schema);
    check = new SchemaCheck(shape);
    this.example = example;
    this.start = start;
  }

  Shape shape() {
    return shape;
  }

  /**
   * Reads a file.
   *
   * @param problems where mistakes of form go; what can be read is read all the same
   * @throws ConfigurationException if nothing can be read
   */
  public Setting read(Path file, List<Problem> problems) {
    List<Problem> unreadable = new ArrayList<>();
    String text = text(file, unreadable);
    if (!unreadable.isEmpty()) {
      throw new ConfigurationException(unreadable);
    }
    Setting root = YamlReader.read(file.toString(), text, problems);
    if (root.place().line() == 0) {
      // Not even YAML: whatever else could be said of it would be noise.
      throw new ConfigurationException(problems);
    }
    return root;
  }

  /**
   * The same in the schema's spelling.
   *
   * @param problems where everything goes that the schema does not permit
   */
  public Setting check(Setting root, List<Problem> problems) {
    Setting spelled = Spelling.normalise(root, shape);
    check.check(spelled, problems);
    return spelled;
  }

  /** The same with the schema's default for whatever is not set and has one. */
  public Setting filled(Setting root) {
    return filled(root, shape);
  }

  private static Setting filled(Setting setting, Shape shape) {
    if (setting.isList()) {
      List<Setting> elements = new ArrayList<>();
      for (Setting element : setting.elements()) {
        elements.add(shape.element().map(below -> filled(element, below)).orElse(element));
      }
      return Setting.list(setting.place(), setting.path(), elements);
    }
    if (!setting.isMap()) {
      return setting;
    }
    Map<String, Setting> entries = new LinkedHashMap<>(setting.entries());
    for (String key : shape.keys()) {
      JsonNode usual = shape.below(key).orElseThrow().defaultValue();
      if (!usual.isMissingNode()) {
        entries.computeIfAbsent(
            key, absent -> value(setting.place(), Setting.join(setting.path(), absent), usual));
      }
    }
    entries.replaceAll(
        (key, value) -> shape.below(key).map(below -> filled(value, below)).orElse(value));
    return Setting.map(setting.place(), setting.path(), entries);
  }

  private static Setting value(Place place, String path, JsonNode json) {
    if (json.isObject()) {
      Map<String, Setting> entries = new LinkedHashMap<>();
      json.fields()
          .forEachRemaining(
              field ->
                  entries.put(
                      field.getKey(),
                      value(place, Setting.join(path, field.getKey()), field.getValue())));
      return Setting.map(place, path, entries);
    }
    if (json.isArray()) {
      List<Setting> elements = new ArrayList<>();
      json.forEach(element -> elements.add(value(place, path, element)));
      return Setting.list(place, path, elements);
    }
    return Setting.scalar(place, path, json, json.asText());
  }

  private String text(Path file, List<Problem> problems) {
    try {
      if (Files.isDirectory(file)) {
        problems.add(problem(file, "is a folder", "name the file in it, such as " + example));
        return "";
      }
      if (Files.size(file) > MAX_BYTES) {
        problems.add(problem(file, "is larger than 4 MB", "split it over several files"));
        return "";
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(problem(file, "does not exist", start));
    } catch (CharacterCodingException e) {
      problems.add(problem(file, "is not UTF-8 text", "save it as UTF-8"));
    } catch (IOException e) {
      problems.add(
          problem(file, "cannot be read", "check its permissions (" + e.getMessage() + ")"));
    }
    return "";
  }

  private static Problem problem(Path file, String finding, String remedy) {
    return new Problem(file.toString(), 0, "", finding, "", remedy);
  }
}
