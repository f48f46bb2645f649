package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded series through the real job on a real broker. */
class ReplayVerbIT {

  private static final Instant BEGIN = Instant.parse("2014-04-01T00:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int ROWS = 1500;

  @TempDir private Path folder;

  @BeforeEach
  void record() throws IOException {
    Path shop = Files.createDirectory(folder.resolve("shop"));
    series(shop.resolve("rows_loaded.csv"), 1, 0, 0);
    series(shop.resolve("query_latency.csv"), 2, 900, 30);
  }

  @Test
  void shouldPrintOneIncidentALineWithItsSeriesAndTheIntendedCommand() throws Exception {
    CommandLineRun run = CommandLineRun.of("replay", "--json", folder.toString());

    assertEquals(0, run.exitCode(), run.err());
    List<JsonNode> incidents = new ArrayList<>();
    for (String line : run.lines()) {
      incidents.add(new ObjectMapper().readTree(line));
    }
    JsonNode found =
        incidents.stream()
            .filter(i -> i.get("series").textValue().equals("query_latency.csv"))
            .findFirst()
            .orElseThrow();
    Instant opened = Instant.parse(found.get("openedAt").textValue());
    Instant fault = BEGIN.plus(STEP.multipliedBy(900));
    assertTrue(
        !opened.isBefore(fault) && opened.isBefore(fault.plus(Duration.ofHours(1))),
        opened::toString);
    assertEquals(found.get("id"), found.get("intended").get("incident"));
    assertTrue(found.get("explanation").textValue().contains("query_latency"));
  }

  @Test
  void shouldNoticeThatAllSeriesPauseAtOnce() throws Exception {
    for (Path file :
        List.of(folder.resolve("shop/rows_loaded.csv"), folder.resolve("shop/query_latency.csv"))) {
      List<String> rows = new ArrayList<>(Files.readAllLines(file));
      rows.subList(401, 450).clear();
      Files.write(file, rows);
    }

    CommandLineRun run = CommandLineRun.of("replay", "--json", folder.toString());

    assertEquals(0, run.exitCode(), run.err());
    long silences = 0;
    for (String line : run.lines()) {
      JsonNode first = new ObjectMapper().readTree(line).get("evidence").get(0);
      if (first.get("kind").textValue().equals("SILENCE")) {
        silences++;
        Instant paused = BEGIN.plus(STEP.multipliedBy(399));
        Instant opened = Instant.parse(first.get("openedAt").textValue());
        assertTrue(Duration.between(paused, opened).compareTo(Duration.ofHours(1)) < 0);
      }
    }
    assertEquals(2, silences, run.out());
  }

  @Test
  void shouldGiveTheSameIncidentsEachTime() {
    String once = CommandLineRun.of("replay", "--json", folder.toString()).out();
    String again = CommandLineRun.of("replay", "--json", folder.toString()).out();

    assertEquals(once, again);
  }

  @Test
  void shouldSayWhichRowsItPassesOver() throws Exception {
    Path file = folder.resolve("broken.csv");
    Files.writeString(
        file, "timestamp,value\n2014-04-01 00:00:00,1\nyesterday,2\n2014-04-01 00:05:00,NaN\n");

    CommandLineRun run = CommandLineRun.of("replay", file.toString());

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("broken.csv:3: timestamp is 'yesterday'"), run.err());
    assertTrue(run.err().contains("broken.csv:4: value is 'NaN'"), run.err());
    assertTrue(run.out().contains("1 rows of 1 series: 0 incidents."), run.out());
  }

  @Test
  void shouldSayInOneLineThatNoRowCanBeRead() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.csv"), "timestamp,value\n");

    CommandLineRun run = CommandLineRun.of("replay", file.toString());

    assertEquals(
        "prunella replay: the recording holds no row that can be read\n", run.err(), run.out());
    assertEquals(2, run.exitCode());
  }

  @Test
  void shouldLeaveNoTemporaryFolderBehindWhenItIsToldToEnd() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process replay =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Prunella.class.getName(),
                "replay",
                "--keep",
                folder.resolve("shop").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader err = replay.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.contains("Ctrl-C ends both")) {
        line = err.readLine();
      }
      assertNotNull(line, "it ended by itself");

      replay.destroy(); // SIGTERM

      assertTrue(replay.waitFor(60, TimeUnit.SECONDS), "it does not end");
    } finally {
      replay.destroyForcibly();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.filter(path -> path.toString().contains("prunella")).toList());
    }
  }

  @Test
  void shouldSayWhichFileCannotBeRead() {
    CommandLineRun run = CommandLineRun.of("replay", folder.resolve("missing.csv").toString());

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("missing.csv cannot be read"), run.err());
  }

  /**
   * A series around 100, with a daily season; from row {@code fault} on, four times as high for
   * some rows.
   */
  private static void series(Path file, long seed, int fault, int rows) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("timestamp,value"));
    for (int i = 0; i < ROWS; i++) {
      double season = 10 * Math.sin(2 * Math.PI * i / 288);
      double value = 100 + season + 2 * random.nextGaussian();
      boolean faulty = fault > 0 && i >= fault && i < fault + rows;
      String time = BEGIN.plus(STEP.multipliedBy(i)).toString();
      lines.add(time + "," + (faulty ? 4 * value : value));
    }
    Files.write(file, lines);
  }
}
