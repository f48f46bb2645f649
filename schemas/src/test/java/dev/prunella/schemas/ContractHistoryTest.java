package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every record against its published versions, and with {@code -Dcontracts.record=true} adds
 * the current schema to them if it is new and every version can read every other.
 */
class ContractHistoryTest {

  private static final String RECORD_COMMAND =
      "mvn -pl schemas test -Dtest=ContractHistoryTest -Dcontracts.record=true";

  static Stream<Class<? extends SpecificRecord>> records() {
    return RecordTypes.all().stream();
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldBeThePublishedSchemaAndReadableByEveryVersion(Class<? extends SpecificRecord> type)
      throws IOException {
    Schema current = SpecificData.get().getSchema(type);
    Path folder = Path.of("src/main/resources/contracts", current.getName());
    List<Schema> published = published(folder);
    assertEquals(List.of(), ContractCheck.incompatibilities(current, published));

    if (!published.isEmpty() && ContractCheck.same(current, published.get(published.size() - 1))) {
      return;
    }
    Path next = folder.resolve(published.size() + 1 + ".avsc");
    if (!Boolean.getBoolean("contracts.record")) {
      fail(
          current.getName()
              + " differs from its newest published version. If that is meant, publish "
              + next
              + " with: "
              + RECORD_COMMAND);
    }
    Files.createDirectories(folder);
    Files.writeString(next, ContractCheck.published(current));
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldExplainItselfAndSurviveNewerWords(Class<? extends SpecificRecord> type) {
    assertEquals(List.of(), ContractCheck.gaps(SpecificData.get().getSchema(type)));
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldShipItsHistory(Class<? extends SpecificRecord> type) throws IOException {
    String name = type.getSimpleName();
    List<Schema> published = published(Path.of("src/main/resources/contracts", name));
    if (!Boolean.getBoolean("contracts.record")) {
      assertEquals(published, Contracts.versionsOf(name));
      assertTrue(!published.isEmpty(), name + " has no version; publish one: " + RECORD_COMMAND);
    }
  }

  /** From the source folder, so that what was just published counts. */
  private static List<Schema> published(Path folder) throws IOException {
    List<Schema> versions = new ArrayList<>();
    Path file = folder.resolve("1.avsc");
    while (Files.exists(file)) {
      versions.add(new Schema.Parser().parse(file.toFile()));
      file = folder.resolve(versions.size() + 1 + ".avsc");
    }
    return versions;
  }
}
