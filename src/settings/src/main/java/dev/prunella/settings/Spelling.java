package dev.prunella.settings;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Brings words into the schema's spelling: RETRY_WITH_BACKOFF and Retry-With-Backoff become
 * retry_with_backoff, and worker-lost becomes worker lost; and what is a text by the schema stays
 * one though it looks like a number or a date to YAML.
 */
final class Spelling {

  private Spelling() {}

  /** The same file in the schema's spelling. */
  static Setting normalise(Setting setting, Shape shape) {
    if (setting.isMap()) {
      Map<String, Setting> entries = new LinkedHashMap<>();
      List<String> keyOptions = shape.keyShape().map(Shape::options).orElse(List.of());
      setting
          .entries()
          .forEach(
              (key, value) -> {
                String spelled = option(key, keyOptions).orElse(key);
                Optional<Shape> below = shape.below(spelled);
                Setting normalised = below.map(s -> normalise(value, s)).orElse(value);
                // Two spellings of one word must not hide each other.
                entries.put(entries.containsKey(spelled) ? key : spelled, normalised);
              });
      return Setting.map(setting.place(), setting.path(), entries);
    }
    if (setting.isList()) {
      List<Setting> elements = new ArrayList<>();
      for (Setting element : setting.elements()) {
        elements.add(shape.element().map(s -> normalise(element, s)).orElse(element));
      }
      return Setting.list(setting.place(), setting.path(), elements);
    }
    boolean isNumber = setting.json().isNumber() && shape.hasType("number");
    if (!shape.hasType("string") || setting.json().isNull() || isNumber) {
      return setting;
    }
    String text = option(setting.text(), shape.options()).orElse(setting.text());
    return Setting.scalar(setting.place(), setting.path(), TextNode.valueOf(text), text);
  }

  private static Optional<String> option(String word, List<String> options) {
    return options.stream().filter(option -> plain(option).equals(plain(word))).findFirst();
  }

  private static String plain(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
