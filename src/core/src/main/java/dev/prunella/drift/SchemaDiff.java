package dev.prunella.drift;

import dev.prunella.schemas.Compatibility;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaChangeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * What changed between two Avro schemas, field by field, judged by Avro's own schema resolution.
 */
public final class SchemaDiff {

  private final List<SchemaChange> changes = new ArrayList<>();

  /** Records that are being compared, old and new: a record may contain itself. */
  private final Set<List<String>> comparing = new HashSet<>();

  private SchemaDiff() {}

  /** The changes, in the order of the newer schema's fields, removed fields last. */
  public static List<SchemaChange> between(Schema before, Schema after) {
    SchemaDiff diff = new SchemaDiff();
    diff.compare("", before, after);
    return diff.changes;
  }

  /**
   * How the newer schema relates to data and readers of the older one: by Avro's schema resolution,
   * and BREAKING too where readers would take values for what they are not, such as milliseconds
   * for microseconds, which Avro's resolution lets pass.
   */
  public static Compatibility compatibility(Schema before, Schema after) {
    boolean misread =
        between(before, after).stream()
            .anyMatch(
                change ->
                    change.getKind() == SchemaChangeKind.RETYPED
                        && change.getCompatibility() == Compatibility.BREAKING);
    return misread ? Compatibility.BREAKING : resolution(before, after);
  }

  private static Compatibility resolution(Schema before, Schema after) {
    boolean backward = reads(after, before);
    boolean forward = reads(before, after);
    if (backward) {
      return forward ? Compatibility.FULL : Compatibility.BACKWARD;
    }
    return forward ? Compatibility.FORWARD : Compatibility.BREAKING;
  }

  /** Whether both are logical types that read the same value as different things. */
  private static boolean isOther(Schema old, Schema now) {
    LogicalType before = old.getLogicalType();
    LogicalType after = now.getLogicalType();
    if (before instanceof Decimal a && after instanceof Decimal b) {
      return a.getScale() != b.getScale();
    }
    return before != null && after != null && !before.getName().equals(after.getName());
  }

  private static boolean reads(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  private void compare(String path, Schema before, Schema after) {
    Schema old = unwrapped(before);
    Schema now = unwrapped(after);
    boolean sameShape =
        before.isNullable() == after.isNullable()
            && old.getType() == now.getType()
            && (!isNamed(now) || old.getName().equals(now.getName()));
    if (sameShape && now.getType() == Schema.Type.RECORD) {
      List<String> pair = List.of(old.getFullName(), now.getFullName());
      if (comparing.add(pair)) {
        compareFields(path, old, now);
        comparing.remove(pair);
      }
    } else if (sameShape && now.getType() == Schema.Type.ARRAY) {
      compare(path + "[]", old.getElementType(), now.getElementType());
    } else if (sameShape && now.getType() == Schema.Type.MAP) {
      compare(path + "{}", old.getValueType(), now.getValueType());
    } else if (sameShape && now.getType() == Schema.Type.ENUM) {
      if (!old.getEnumSymbols().equals(now.getEnumSymbols())) {
        changes.add(
            change(
                SchemaChangeKind.SYMBOLS_CHANGED,
                path,
                old.getEnumSymbols().toString(),
                now.getEnumSymbols().toString(),
                resolution(before, after)));
      }
    } else if (!typeName(before).equals(typeName(after))) {
      changes.add(
          change(
              SchemaChangeKind.RETYPED,
              path,
              typeName(before),
              typeName(after),
              isOther(old, now) ? Compatibility.BREAKING : resolution(before, after)));
    }
  }

  private void compareFields(String path, Schema before, Schema after) {
    List<String> found = new ArrayList<>();
    for (Schema.Field field : after.getFields()) {
      Schema.Field old = before.getField(field.name());
      if (old == null) {
        old = aliased(field, before, after);
        if (old != null) {
          changes.add(
              change(
                  SchemaChangeKind.RENAMED,
                  at(path, old.name()),
                  at(path, old.name()),
                  at(path, field.name()),
                  old.hasDefaultValue() ? Compatibility.FULL : Compatibility.BACKWARD));
        }
      }
      if (old == null) {
        changes.add(
            change(
                SchemaChangeKind.ADDED,
                at(path, field.name()),
                "",
                typeName(field.schema()),
                field.hasDefaultValue() ? Compatibility.FULL : Compatibility.FORWARD));
        continue;
      }
      found.add(old.name());
      compare(at(path, field.name()), old.schema(), field.schema());
      if (!Objects.deepEquals(old.defaultVal(), field.defaultVal())) {
        changes.add(
            change(
                SchemaChangeKind.DEFAULT_CHANGED,
                at(path, field.name()),
                defaultOf(old),
                defaultOf(field),
                Compatibility.FULL)); // a default stands in for a field that is not there
      }
    }
    for (Schema.Field old : before.getFields()) {
      if (!found.contains(old.name())) {
        changes.add(
            change(
                SchemaChangeKind.REMOVED,
                at(path, old.name()),
                typeName(old.schema()),
                "",
                old.hasDefaultValue() ? Compatibility.FULL : Compatibility.BACKWARD));
      }
    }
  }

  /** The older field that the newer one names as its former self, if it is gone by now. */
  private static Schema.Field aliased(Schema.Field field, Schema before, Schema after) {
    return field.aliases().stream()
        .filter(alias -> after.getField(alias) == null)
        .map(before::getField)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean isNamed(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }

  private static String defaultOf(Schema.Field field) {
    Object value = field.defaultVal();
    if (value == null) {
      return "";
    }
    if (value == JsonProperties.NULL_VALUE) {
      return "null";
    }
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1) // as Avro writes it in JSON
        : value.toString();
  }

  /** An optional's type for itself; any other schema as it is. */
  private static Schema unwrapped(Schema schema) {
    if (schema.getType() == Schema.Type.UNION
        && schema.getTypes().size() == 2
        && schema.isNullable()) {
      return schema.getTypes().get(schema.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0);
    }
    return schema;
  }

  /**
   * As people write it: string, optional long, array of double, decimal(10,2), record
   * orders.Address.
   */
  private static String typeName(Schema schema) {
    Schema inner = unwrapped(schema);
    String optional = inner == schema ? "" : "optional ";
    if (inner.getLogicalType() != null) {
      Object precision = inner.getObjectProp("precision");
      String size =
          precision == null
              ? ""
              : "("
                  + precision
                  + ","
                  + Objects.requireNonNullElse(inner.getObjectProp("scale"), 0)
                  + ")";
      return optional + inner.getLogicalType().getName() + size;
    }
    return optional
        + switch (inner.getType()) {
          case RECORD, ENUM -> inner.getType().getName() + " " + inner.getFullName();
          case FIXED -> "fixed " + inner.getFullName() + "(" + inner.getFixedSize() + ")";
          case ARRAY -> "array of " + typeName(inner.getElementType());
          case MAP -> "map of " + typeName(inner.getValueType());
          case UNION ->
              "union of "
                  + String.join(", ", inner.getTypes().stream().map(SchemaDiff::typeName).toList());
          default -> inner.getType().getName();
        };
  }

  private static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static SchemaChange change(
      SchemaChangeKind kind,
      String path,
      String before,
      String after,
      Compatibility compatibility) {
    return new SchemaChange(kind, path, before, after, compatibility);
  }
}
