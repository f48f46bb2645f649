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

  /** A table as it usually is. */
  public static SourceTable usual(String name) {
    return new SourceTable(
        name,
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
