package dev.prunella.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** What must hold of a record's schema so that writers and readers of any version understand it. */
final class ContractCheck {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractCheck() {}

  /** What a reader of the schema needs and does not find: docs, and a default for every enum. */
  static List<String> gaps(Schema schema) {
    List<String> gaps = new ArrayList<>();
    collectGaps(schema, gaps, new HashSet<>());
    return gaps;
  }

  private static void collectGaps(Schema schema, List<String> gaps, Set<String> done) {
    switch (schema.getType()) {
      case RECORD:
        if (!done.add(schema.getFullName())) {
          return;
        }
        if (schema.getDoc() == null) {
          gaps.add(schema.getName() + " has no doc comment; say in the IDL what it is");
        }
        for (Schema.Field field : schema.getFields()) {
          if (field.doc() == null) {
            gaps.add(
                schema.getName() + "." + field.name() + " has no doc comment; say what it holds");
          }
          collectGaps(field.schema(), gaps, done);
        }
        return;
      case ENUM:
        if (!"UNKNOWN".equals(schema.getEnumDefault()) && done.add(schema.getFullName())) {
          gaps.add(
              schema.getName()
                  + " has no default UNKNOWN; write 'enum "
                  + schema.getName()
                  + " { UNKNOWN, ... } = UNKNOWN;'");
        }
        return;
      case ARRAY:
        collectGaps(schema.getElementType(), gaps, done);
        return;
      case MAP:
        collectGaps(schema.getValueType(), gaps, done);
        return;
      case UNION:
        schema.getTypes().forEach(type -> collectGaps(type, gaps, done));
        return;
      default:
    }
  }

  /** Why the schema cannot follow the published ones; empty if each can read the other. */
  static List<String> incompatibilities(Schema current, List<Schema> published) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < published.size(); i++) {
      String version = "version " + (i + 1);
      unreadable(current, published.get(i), "what " + version + " wrote cannot be read", found);
      unreadable(published.get(i), current, version + " could not read it", found);
    }
    return found;
  }

  private static void unreadable(
      Schema reader, Schema writer, String consequence, List<String> found) {
    for (Incompatibility problem :
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()) {
      found.add(
          writer.getName()
              + ": "
              + consequence
              + ", at "
              + problem.getLocation()
              + " "
              + problem.getType()
              + " ("
              + problem.getMessage()
              + "); refused: keep names and types, give every new field a default");
    }
  }

  /** Whether the two say the same to every reader: all but docs and what is only for Java. */
  static boolean same(Schema one, Schema other) {
    return withoutJavaTypes(one, true).equals(withoutJavaTypes(other, true));
  }

  /** The schema as it is published, docs included. */
  static String published(Schema schema) {
    return withoutJavaTypes(schema, false).toPrettyString() + "\n";
  }

  private static JsonNode withoutJavaTypes(Schema schema, boolean withoutDocs) {
    try {
      return stripped(JSON.readTree(schema.toString()), withoutDocs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode stripped(JsonNode node, boolean withoutDocs) {
    if (node.isArray()) {
      var array = JSON.createArrayNode();
      node.forEach(item -> array.add(stripped(item, withoutDocs)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JSON.createObjectNode();
    node.properties()
        .forEach(entry -> object.set(entry.getKey(), stripped(entry.getValue(), withoutDocs)));
    object.remove("avro.java.string");
    if (withoutDocs) {
      object.remove("doc");
    }
    return object.size() == 1 && object.path("type").isTextual() ? object.get("type") : object;
  }
}
