package dev.prunella.plant.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * A table at the source of a pipeline, as the schema of what is read from it.
 *
 * @param name of the record
 */
public record SourceTable(String name, List<Column> columns) {

  /**
   * @param type an Avro type, as JSON
   * @param alias the name before; empty if it was always this one
   */
  public record Column(String name, String type, String alias) {}

  /**
   * A table as it usually is.
   *
   * @param pipeline that reads it; a name may have more characters than Avro takes
   */
  public static SourceTable usual(String pipeline) {
    return new SourceTable(
        ("_" + pipeline).replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^_(?=[A-Za-z_])", ""),
        List.of(
            column("id", "\"long\""),
            column("customer_id", "\"long\""),
            column("amount", "\"double\""),
            column("status", "\"string\""),
            column("updated_at", "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}")));
  }

  private static Column column(String name, String type) {
    return new Column(name, type, "");
  }

  SourceTable renamed(String before, String after) {
    List<Column> changed = new ArrayList<>();
    for (Column column : columns) {
      changed.add(column.name().equals(before) ? new Column(after, column.type(), before) : column);
    }
    return new SourceTable(name, changed);
  }

  SourceTable retyped(String column, String type) {
    List<Column> changed = new ArrayList<>();
    for (Column other : columns) {
      changed.add(other.name().equals(column) ? new Column(column, type, "") : other);
    }
    return new SourceTable(name, changed);
  }

  /**
   * The same with one more column.
   *
   * @param type an Avro type, as JSON
   */
  public SourceTable with(String column, String type) {
    List<Column> more = new ArrayList<>(columns);
    more.add(column(column, type));
    return new SourceTable(name, more);
  }

  SourceTable without(String column) {
    return new SourceTable(
        name, columns.stream().filter(other -> !other.name().equals(column)).toList());
  }

  /** The names that the columns had before, of those that were renamed. */
  public List<String> renamedFrom() {
    return columns.stream().map(Column::alias).filter(alias -> !alias.isEmpty()).toList();
  }

  /** Its Avro schema, as JSON. */
  public String avro() {
    List<String> fields = new ArrayList<>();
    for (Column column : columns) {
      String aliases =
          column.alias().isEmpty() ? "" : ",\"aliases\":[\"%s\"]".formatted(column.alias());
      fields.add(
          "{\"name\":\"%s\",\"type\":%s%s}".formatted(column.name(), column.type(), aliases));
    }
    return "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[%s]}"
        .formatted(name, String.join(",", fields));
  }
}
