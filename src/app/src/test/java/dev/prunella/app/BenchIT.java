package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark at its smallest. How fast it is here says nothing: it must only measure. */
class BenchIT {

  private static final List<String> FIGURES =
      List.of(
          "throughput_ratio",
          "signal_p99_ratio",
          "command_p99_ms",
          "checkpoint_seconds",
          "state_bytes_per_stage");

  @TempDir private Path folder;

  @Test
  void shouldMeasureBothJobsOnEachBackend() throws Exception {
    CommandLineRun bench = CommandLineRun.of("bench", "--quick", "--out", folder.toString());

    assertEquals(0, bench.exitCode(), bench.err());
    JsonNode report = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
    assertEquals(2, report.get("runs").size());
    for (JsonNode run : report.get("runs")) {
      assertEquals(200, run.get("stages").intValue());
      for (String figure : FIGURES) {
        assertTrue(run.get(figure).doubleValue() > 0, figure + " in " + run);
      }
      // each run that failed has its signal, in both jobs, and its command
      int failures = report.get("plan").get("failures").intValue();
      for (String job : List.of("pass_through", "job")) {
        assertTrue(run.get("signal_ms").get(job).get("count").intValue() >= failures, job);
      }
      assertTrue(run.get("command_ms").get("count").intValue() >= failures, run.toString());
      // a stage of which hardly anything is known takes some hundred bytes
      assertTrue(run.get("state_bytes_per_stage").doubleValue() > 5_000, "stages have a past");
    }
    assertEquals("hashmap", report.get("runs").get(0).get("backend").textValue());
    assertTrue(bench.out().contains("rocksdb"), bench.out());
    assertNotNull(ImageIO.read(folder.resolve("bench.png").toFile()));
  }

  @Test
  void shouldSayWhatIsWrongWithItsOptions() {
    assertEquals(2, CommandLineRun.of("bench", "--backend", "disk").exitCode());
    assertEquals(2, CommandLineRun.of("bench", "--stages", "0").exitCode());
    CommandLineRun vast = CommandLineRun.of("bench", "--stages", "1000000000");
    assertEquals(2, vast.exitCode());
    assertTrue(vast.err().contains("PRUNELLA_JAVA_OPTS"), vast.err());
  }
}
