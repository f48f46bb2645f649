package dev.prunella.settings;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds a configuration against the JSON schema, and says in the user's words what differs. */
final class SchemaCheck {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Shape.schema());

  private static final Map<String, String> NOT_YET =
      Map.of("approve", "a person's approval", "canary", "a randomised share");

  private SchemaCheck() {}

  static void check(Setting root, List<Problem> problems) {
    for (ValidationMessage message : SCHEMA.validate(root.json())) {
      problems.add(problem(message, root));
    }
  }

  private static Problem problem(ValidationMessage message, Setting root) {
    Setting setting = root;
    Shape shape = Shape.root();
    boolean inList = false;
    JsonNodePath location = message.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      if (location.getElement(i) instanceof Integer index) {
        setting = setting.elements().get(index);
        shape = shape.element().orElseThrow();
        inList = true;
      } else {
        String key = location.getName(i);
        // propertyNames reports the name itself as the last element of its location.
        Setting below = setting.entries().get(key);
        Optional<Shape> belowShape = shape.below(key);
        if (below == null || belowShape.isEmpty()) {
          break;
        }
        setting = below;
        shape = belowShape.get();
        inList = false;
      }
    }
    return switch (message.getType()) {
      case "additionalProperties" -> unknownKey(setting, shape, message.getProperty());
      case "required" -> missing(setting, shape, message.getProperty());
      case "propertyNames" -> key(setting, shape, message);
      case "minProperties", "minItems" ->
          Problem.of(setting, "is empty", "", "expected " + shape.expectation());
      default -> value(setting, shape, inList);
    };
  }

  private static Problem unknownKey(Setting map, Shape shape, String key) {
    Setting entry = map.entries().get(key);
    return Problem.of(
        entry,
        "is no setting",
        "",
        "known here: " + String.join(", ", shape.keys()) + Nearest.hint(key, shape.keys()));
  }

  private static Problem missing(Setting map, Shape shape, String key) {
    Shape absent = shape.below(key).orElseThrow();
    return new Problem(
        map.place().file(),
        map.place().line(),
        Setting.join(map.path(), key),
        "is missing",
        "",
        "add it: " + absent.expectation());
  }

  private static Problem key(Setting map, Shape shape, ValidationMessage message) {
    Shape keys = shape.keyShape().orElseThrow();
    String key = message.getProperty();
    Setting entry = map.get(key).orElse(map);
    if (keys.options().isEmpty()) {
      return Problem.of(entry, "has the name", key, "expected " + keys.expectation());
    }
    return Problem.of(entry, "names", key, known(key, keys));
  }

  private static Problem value(Setting setting, Shape shape, boolean inList) {
    if (setting.isMap() || setting.isList()) {
      String what = setting.isMap() ? "has settings below it" : "is a list";
      return Problem.of(setting, what, "", "expected " + shape.expectation());
    }
    if (setting.json().isNull()) {
      return Problem.of(setting, "is empty", "", "remove the line, or give " + shape.expectation());
    }
    String text = setting.text();
    if (text.isEmpty()) {
      return Problem.of(setting, "is an empty text", "", "expected " + shape.expectation());
    }
    String finding = inList ? "names" : "is";
    if (shape.definitionName().equals("level") && NOT_YET.containsKey(plain(text))) {
      return Problem.of(
          setting,
          finding,
          text,
          "autonomy by "
              + NOT_YET.get(plain(text))
              + " does not exist yet: write shadow (log only) or autonomous (carry out)");
    }
    if (!shape.options().isEmpty()) {
      return Problem.of(setting, finding, text, known(text, shape));
    }
    if (shape.definitionName().equals("duration") || shape.definitionName().equals("delay")) {
      String remedy = Durations.remedy(text);
      if (!remedy.isEmpty()) {
        return Problem.of(setting, finding, text, remedy);
      }
    }
    return Problem.of(setting, finding, text, "expected " + shape.expectation());
  }

  private static String known(String word, Shape shape) {
    return "known: " + String.join(", ", shape.options()) + Nearest.hint(word, shape.options());
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
