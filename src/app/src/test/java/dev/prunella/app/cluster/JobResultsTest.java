package dev.prunella.app.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobResultsTest {

  @TempDir private Path folder;

  @Test
  void shouldRemoveWhatKeepsTheNextJobManagerFromStartingAndNothingElse() throws IOException {
    Path results = Files.createDirectories(folder.resolve("job-result-store/prunella"));
    Files.writeString(results.resolve("a_DIRTY.json"), "{\"result\":{\"id\":\"a\"}}");
    Files.writeString(
        results.resolve("b_DIRTY.json"), "{\"result\":{\"id\":\"b\",\"application-id\":\"b\"}}");
    Files.writeString(results.resolve("c.json"), "{\"result\":{\"id\":\"c\"}}");

    JobResults.removeUnreadable(folder);

    try (Stream<Path> left = Files.list(results)) {
      assertEquals(
          List.of("b_DIRTY.json", "c.json"),
          left.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void shouldPassWhereNoJobEverEnded() {
    assertDoesNotThrow(() -> JobResults.removeUnreadable(folder));
  }
}
