package dev.prunella.app.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a job manager wrote down of jobs that ended, in {@code job-result-store} of the folder of
 * its high availability.
 *
 * <p>Flink 2.3.0 writes down a job that failed before it began (a savepoint that is not there, or
 * does not fit) without the id of its application, never takes that away, and every later job
 * manager refuses to start on it: "Application ID is missing in the recovered job result". Nothing
 * is left of such a job that could be cleaned up.
 */
final class JobResults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JobResults() {}

  /** Removes those that would keep a job manager from starting. */
  static void removeUnreadable(Path highAvailability) {
    Path store = highAvailability.resolve("job-result-store");
    if (!Files.isDirectory(store)) {
      return;
    }
    try {
      List<Path> results;
      try (Stream<Path> files = Files.walk(store)) {
        results = files.filter(file -> file.toString().endsWith("_DIRTY.json")).toList();
      }
      for (Path file : results) {
        if (!JSON.readTree(file.toFile()).path("result").hasNonNull("application-id")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the results of jobs in " + store + " cannot be read", e);
    }
  }
}
