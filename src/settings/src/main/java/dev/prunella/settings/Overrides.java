package dev.prunella.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the command line, {@code -D key=value}: they replace what the file says. */
final class Overrides {

  private Overrides() {}

  /** The configuration with each override in its place; unknown keys are problems. */
  static Setting apply(Setting root, Map<String, String> overrides, List<Problem> problems) {
    Setting result = root;
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      Optional<List<String>> keys = keys(override.getKey(), problems);
      if (keys.isPresent()) {
        Setting value = YamlReader.readOverride(override.getKey(), override.getValue(), problems);
        result = replace(result, keys.get(), value);
      }
    }
    return result;
  }

  /** Splits a dotted key; what an open map of scalars takes (a Kafka property) keeps its dots. */
  private static Optional<List<String>> keys(String dotted, List<Problem> problems) {
    List<String> keys = new ArrayList<>();
    Shape shape = Configuration.FORMAT.shape();
    String rest = dotted;
    while (!rest.isEmpty()) {
      int dot = rest.indexOf('.');
      boolean takesDots =
          shape.keys().isEmpty() && shape.anyKey().map(any -> !any.hasType("object")).orElse(false);
      String key = dot < 0 || takesDots ? rest : rest.substring(0, dot);
      Optional<Shape> below = shape.below(key);
      if (below.isEmpty()) {
        problems.add(unknown(dotted, keys, key, shape));
        return Optional.empty();
      }
      keys.add(key);
      shape = below.get();
      rest = rest.length() == key.length() ? "" : rest.substring(key.length() + 1);
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
  }

  private static Problem unknown(String dotted, List<String> above, String key, Shape shape) {
    String path = String.join(".", above);
    List<String> known = shape.keys().stream().map(each -> Setting.join(path, each)).toList();
    String remedy =
        known.isEmpty()
            ? path + " has no settings below it"
            : "known here: "
                + String.join(", ", known)
                + Nearest.to(key, shape.keys())
                    .map(near -> " (did you mean " + Setting.join(path, near) + "?)")
                    .orElse("");
    return new Problem(Place.COMMAND_LINE.file(), 0, dotted, "is no setting", "", remedy);
  }

  private static Setting replace(Setting map, List<String> keys, Setting value) {
    Map<String, Setting> entries = new LinkedHashMap<>(map.entries());
    String key = keys.get(0);
    if (keys.size() == 1) {
      entries.put(key, value);
    } else {
      String path = Setting.join(map.path(), key);
      Setting below = map.get(key).orElse(Setting.map(Place.COMMAND_LINE, path, Map.of()));
      entries.put(key, replace(below, keys.subList(1, keys.size()), value));
    }
    return Setting.map(map.place(), map.path(), entries);
  }
}
