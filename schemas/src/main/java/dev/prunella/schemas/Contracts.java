package dev.prunella.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Every published version of every record, as the resources {@code contracts/RECORD/N.avsc}. */
public final class Contracts {

  private Contracts() {}

  /**
   * The versions of a record, oldest first.
   *
   * @param record simple name of the record, as in {@code Telemetry}
   * @return empty if the record was never published
   */
  public static List<Schema> versionsOf(String record) {
    List<Schema> versions = new ArrayList<>();
    while (true) {
      String resource = "/contracts/" + record + "/" + (versions.size() + 1) + ".avsc";
      try (InputStream in = Contracts.class.getResourceAsStream(resource)) {
        if (in == null) {
          return List.copyOf(versions);
        }
        versions.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + resource, e);
      }
    }
  }
}
