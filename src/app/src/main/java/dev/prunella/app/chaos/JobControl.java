package dev.prunella.app.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prunella.app.cluster.FlinkRest;
import dev.prunella.app.cluster.FlinkRestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The job on the cluster: started, moved, watched. */
final class JobControl {

  private static final long POLL_MILLIS = 100;

  private final FlinkRest flink;
  private final Path jar;
  private final Path checkpoints;
  private final List<String> arguments;
  private volatile String id = "";

  /**
   * @param jar to be submitted
   * @param checkpoints where the cluster keeps them
   * @param settings of the connection
   */
  JobControl(FlinkRest flink, Path jar, Path checkpoints, Map<String, String> settings) {
    this.flink = flink;
    this.jar = jar;
    this.checkpoints = checkpoints;
    this.arguments =
        settings.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(each -> Stream.of("-D", each.getKey() + "=" + each.getValue()))
            .toList();
  }

  /**
   * Starts the job.
   *
   * @param savepoint the savepoint or checkpoint to go on from; null for none
   */
  void start(String savepoint, int parallelism) {
    // A jar that was brought before may have gone with the job manager.
    id = flink.run(flink.upload(jar), arguments, savepoint, parallelism);
  }

  /** Ends it with a savepoint, and starts it from there. */
  void rescale(int parallelism) throws InterruptedException {
    String savepoint = flink.stopWithSavepoint(id);
    awaitEnd();
    start(savepoint, parallelism);
  }

  /** Ends it without a savepoint, and starts it from its newest checkpoint. */
  void restart(int parallelism) throws InterruptedException {
    flink.cancel(id);
    awaitEnd();
    start(newestCheckpoint(), parallelism);
  }

  void cancel() {
    flink.cancel(id);
  }

  /**
   * Returns once all that the job has written so far is in Kafka, transactions included: those are
   * committed after a checkpoint (a savepoint does not), so at the latest when the next is
   * complete.
   */
  void flush() throws InterruptedException {
    for (int checkpoint = 0; checkpoint < 2; checkpoint++) {
      long now = System.currentTimeMillis();
      while (newestTrigger() <= now) {
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  /** When the newest complete checkpoint was begun, by the wall clock; 0 if there is none. */
  private long newestTrigger() {
    return flink
        .get("/jobs/" + id + "/checkpoints")
        .path("latest")
        .path("completed")
        .path("trigger_timestamp")
        .asLong();
  }

  /** Whether Flink says that all of it runs. */
  boolean isRunning() {
    try {
      JsonNode job = flink.get("/jobs/" + id);
      boolean running = job.path("state").asText().equals("RUNNING");
      for (JsonNode vertex : job.path("vertices")) {
        running &= vertex.path("status").asText().equals("RUNNING");
      }
      return running;
    } catch (FlinkRestException e) {
      return false;
    }
  }

  /** Where its checkpoints are. */
  Path folder() {
    return checkpoints.resolve(id);
  }

  private String newestCheckpoint() {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(each -> Files.exists(each.resolve("_metadata")))
          .max(Comparator.comparing(JobControl::number))
          .map(Path::toString)
          .orElseThrow(() -> new IllegalStateException("there is no checkpoint in " + folder()));
    } catch (IOException e) {
      throw new UncheckedIOException("no checkpoints are to be seen", e);
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private void awaitEnd() throws InterruptedException {
    while (flink.job(id).map(FlinkRest.Job::isOngoing).orElse(false)) {
      Thread.sleep(POLL_MILLIS);
    }
  }
}
