package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of any kind that has a schema. */
class FileFormatTest {

  private static final FileFormat SCENARIO =
      new FileFormat("/scenario.schema.json", "peak.yaml", "write one");

  @TempDir Path folder;

  @Test
  void shouldFillInDefaultsOnEveryLevelAndKeepWhatIsSet() throws IOException {
    Setting filled =
        SCENARIO.filled(
            read(
                """
                name: first
                pipelines:
                  - name: orders
                    slo: {quality: 0.5}
                load:
                  peaks: [{at: 1h, lasts: 1h, times: 2}]
                """));

    assertEquals("30s", filled.get("period").orElseThrow().text());
    Setting orders = filled.elements("pipelines").get(0);
    assertEquals("0.5", orders.get("slo", "quality").orElseThrow().text());
    assertEquals("15m", orders.get("slo", "freshness").orElseThrow().text());
    assertEquals(4, orders.get("slo", "freshness").orElseThrow().place().line());
    Setting load = orders.elements("stages").get(3);
    assertEquals("load", load.get("name").orElseThrow().text());
    assertEquals(List.of(), load.elements("permits"));
    assertTrue(load.get("every").isEmpty(), "it has no default, and nobody has set it");
    assertEquals("1d", filled.elements("load", "peaks").get(0).get("every").orElseThrow().text());
  }

  @Test
  void shouldLeaveNumbersNumbersWhereTextsMayStandToo() throws IOException {
    Setting root = read("name: 7\npipelines: [{name: 2026, rate: 50}]\n");

    assertTrue(root.get("name").orElseThrow().json().isTextual());
    assertEquals("2026", root.elements("pipelines").get(0).get("name").orElseThrow().text());
    assertTrue(root.elements("pipelines").get(0).get("rate").orElseThrow().json().isNumber());
  }

  @Test
  void shouldKnowTheEndsOfRanges() {
    assertEquals(List.of("0.3", "0.6"), Ranges.ends("0.3..0.6"));
    assertEquals(List.of("5m", "5m"), Ranges.ends("5m"));
    assertEquals(List.of("", "1"), Ranges.ends("..1"));
  }

  private Setting read(String yaml) throws IOException {
    List<Problem> problems = new ArrayList<>();
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    Setting root = SCENARIO.check(SCENARIO.read(file, problems), problems);
    assertEquals(List.of(), problems);
    return root;
  }
}
