package dev.prunella.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML into {@link Setting}s with their lines. It builds nothing but maps, lists and scalars:
 * no tag can name a class. The text is limited to 1 MB, nesting to 30 levels, aliases to 50 and
 * what they expand to to 50,000 values.
 */
final class YamlReader {

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 30;
  private static final int MAX_ALIASES = 50;
  private static final int MAX_VALUES = 50_000;
  private static final Set<Tag> SCALARS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP);
  private static final Set<String> TRUE = Set.of("true", "yes", "on");

  private final String file;
  private final String rootPath;
  private final List<Problem> problems;
  private int values;

  private YamlReader(String file, String rootPath, List<Problem> problems) {
    this.file = file;
    this.rootPath = rootPath;
    this.problems = problems;
  }

  /**
   * Reads a text.
   *
   * @param file what to call it in problems
   * @param problems where mistakes of form go; what can be read is read all the same
   */
  static Setting read(String file, String text, List<Problem> problems) {
    return new YamlReader(file, "", problems).read(text);
  }

  /** Reads the value of a setting of the command line: a list or a map in braces, or a scalar. */
  static Setting readOverride(String path, String value, List<Problem> problems) {
    if (value.startsWith("[") || value.startsWith("{")) {
      return new YamlReader(Place.COMMAND_LINE.file(), path, problems).read(value);
    }
    Tag tag = new Resolver().resolve(NodeId.scalar, value, true);
    return Setting.scalar(Place.COMMAND_LINE, path, json(tag, value), value);
  }

  private Setting read(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CHARACTERS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      Node root =
          new Composer(
                  new ParserImpl(new StreamReader(new StringReader(text)), limits),
                  new Resolver(),
                  limits)
              .getSingleNode();
      if (root == null) {
        return Setting.map(place(1), rootPath, Map.of());
      }
      return convert(root, line(root.getStartMark()), rootPath, new ArrayList<>());
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      unreadable(mark == null ? 0 : line(mark), e.getProblem());
    } catch (Tangled e) {
      unreadable(e.line, e.getMessage());
    } catch (YAMLException e) {
      unreadable(0, e.getMessage());
    }
    return Setting.map(place(0), rootPath, Map.of());
  }

  @SuppressWarnings("ReferenceEquality") // an alias is the very node that it names
  private Setting convert(Node node, int line, String path, List<Node> above) {
    values++;
    if (values > MAX_VALUES) {
      throw new Tangled(line, "aliases make more than " + MAX_VALUES + " values of it");
    }
    for (Node outer : above) {
      if (outer == node) {
        throw new Tangled(line, "an alias stands inside what it names");
      }
    }
    if (node instanceof MappingNode map) {
      checkTag(node, Tag.MAP, line, path);
      above.add(node);
      Setting result = convertMap(map, line, path, above);
      above.remove(above.size() - 1);
      return result;
    }
    if (node instanceof SequenceNode sequence) {
      checkTag(node, Tag.SEQ, line, path);
      above.add(node);
      List<Setting> elements = new ArrayList<>();
      for (Node element : sequence.getValue()) {
        // Which element is told by its line; a path in a list of words reads better without.
        String elementPath =
            element instanceof ScalarNode ? path : path + "[" + elements.size() + "]";
        elements.add(convert(element, line(element.getStartMark()), elementPath, above));
      }
      above.remove(above.size() - 1);
      return Setting.list(place(line), path, elements);
    }
    ScalarNode scalar = (ScalarNode) node;
    Tag tag = scalar.getTag();
    if (!SCALARS.contains(tag)) {
      tag(tag, line, path);
      tag = Tag.STR;
    }
    return Setting.scalar(place(line), path, json(tag, scalar.getValue()), scalar.getValue());
  }

  private Setting convertMap(MappingNode map, int line, String path, List<Node> above) {
    Map<String, Setting> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      int keyLine = line(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(
            new Problem(file, keyLine, path, "has a key that is no word", "", "write key: value"));
        continue;
      }
      String key = keyNode.getValue();
      String keyPath = Setting.join(path, key);
      Setting before = entries.get(key);
      if (before != null) {
        problems.add(
            new Problem(
                file,
                keyLine,
                keyPath,
                "stands here again",
                "",
                "it is already set in line " + before.place().line() + ": remove one of the two"));
        continue;
      }
      entries.put(key, convert(tuple.getValueNode(), keyLine, keyPath, above));
    }
    return Setting.map(place(line), path, entries);
  }

  /** Numbers are decimal; YAML 1.1 would also make numbers of 010, 0x10, 1:30 and 1_000. */
  private static JsonNode json(Tag tag, String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (tag.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return nodes.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT) && text.matches("[+-]?(0|[1-9][0-9]{0,30})")) {
      return nodes.numberNode(new BigInteger(text.replace("+", "")));
    }
    if (tag.equals(Tag.FLOAT)
        && text.matches("[+-]?[0-9]{0,30}(\\.[0-9]{0,30})?([eE][+-]?[0-9]{1,3})?")) {
      return nodes.numberNode(new BigDecimal(text));
    }
    return nodes.textNode(text);
  }

  private void checkTag(Node node, Tag expected, int line, String path) {
    if (!node.getTag().equals(expected)) {
      tag(node.getTag(), line, path);
    }
  }

  private void tag(Tag tag, int line, String path) {
    problems.add(
        new Problem(
            file, line, path, "has the tag", tag.getValue(), "remove it: tags mean nothing here"));
  }

  private void unreadable(int line, String problem) {
    String remedy = "check the quotes, colons and indentation here and in the line above";
    if (problem.contains("\\t")) {
      remedy = "indent with spaces: YAML takes no tabs";
    } else if (problem.contains("ag is not allowed")) {
      remedy = "remove it: tags mean nothing here";
    } else if (problem.contains("another document")) {
      remedy = "keep one document: remove the line ---";
    } else if (problem.contains("limit") || problem.contains("alias")) {
      remedy = "write it out, or split it over several files";
    }
    problems.add(new Problem(file, line, "", "cannot be read as YAML:", problem, remedy));
  }

  private Place place(int line) {
    return file.equals(Place.COMMAND_LINE.file()) ? Place.COMMAND_LINE : new Place(file, line);
  }

  private int line(Mark mark) {
    return file.equals(Place.COMMAND_LINE.file()) ? 0 : mark.getLine() + 1;
  }

  /** Aliases that name themselves, or too much. */
  private static final class Tangled extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    private Tangled(int line, String message) {
      super(message);
      this.line = line;
    }
  }
}
