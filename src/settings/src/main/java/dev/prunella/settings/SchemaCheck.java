package dev.prunella.settings;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a file against its JSON schema, and says in the user's words what differs. */
final class SchemaCheck {

  private static final Set<String> DURATIONS = Set.of("duration", "delay", "durations");

  private static final Map<String, String> NOT_YET =
      Map.of("approve", "a person's approval", "canary", "a randomised share");

  private final Shape file;
  private final JsonSchema schema;

  /** The check of the files that have this shape. */
  SchemaCheck(Shape file) {
    this.file = file;
    schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(file.schema());
  }

  void check(Setting root, List<Problem> problems) {
    for (ValidationMessage message : schema.validate(root.json())) {
      problems.add(problem(message, root));
    }
    checkBounds(root, file, problems);
  }

  private Problem problem(ValidationMessage message, Setting root) {
    Setting setting = root;
    Shape shape = file;
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
      case "maxItems" ->
          Problem.of(
              setting,
              "has " + setting.elements().size() + " entries",
              "",
              "expected at most " + shape.mostElements());
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
    if (DURATIONS.contains(shape.definitionName())) {
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

  /** A duration of the right form may still be longer than any that makes sense. */
  private static void checkBounds(Setting setting, Shape shape, List<Problem> problems) {
    String text = setting.text();
    if (DURATIONS.contains(shape.definitionName())
        && Ranges.ends(text).stream().anyMatch(Durations::isTooLong)) {
      String longest = Durations.LONGEST.toDays() + "d";
      problems.add(Problem.of(setting, "is", text, "expected at most " + longest));
    } else if (shape.isRange() && text.contains("..")) {
      checkEnds(setting, shape, problems);
    }
    setting
        .entries()
        .forEach(
            (key, value) ->
                shape.below(key).ifPresent(below -> checkBounds(value, below, problems)));
    for (Setting element : setting.elements()) {
      shape.element().ifPresent(each -> checkBounds(element, each, problems));
    }
  }

  /** What the schema cannot say of a range: that its ends are in order, and within the limits. */
  private static void checkEnds(Setting setting, Shape shape, List<Problem> problems) {
    String text = setting.text();
    List<Optional<BigDecimal>> ends = Ranges.ends(text).stream().map(SchemaCheck::amount).toList();
    if (ends.get(0).isEmpty() || ends.get(1).isEmpty()) {
      return; // of the wrong form, which was told
    }
    BigDecimal first = ends.get(0).get();
    BigDecimal second = ends.get(1).get();
    if (!shape.permits(first) || !shape.permits(second)) {
      problems.add(Problem.of(setting, "is", text, "expected " + shape.expectation()));
    } else if (first.compareTo(second) > 0) {
      problems.add(
          Problem.of(setting, "is", text, "the lower end comes first: " + Ranges.turned(text)));
    }
  }

  /** A number, or the milliseconds of a duration. */
  private static Optional<BigDecimal> amount(String text) {
    return text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
        ? Optional.of(new BigDecimal(text))
        : Durations.parse(text).map(duration -> BigDecimal.valueOf(duration.toMillis()));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
