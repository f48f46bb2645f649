package dev.prunella.app.cluster;

import dev.prunella.app.cluster.FlinkRest.Job;
import dev.prunella.app.cluster.FlinkRest.Vertex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Brings a job to a Flink cluster and sees to it that it runs. */
public final class Submission {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration POLL = Duration.ofMillis(200);

  private final FlinkRest flink;
  private final Consumer<String> progress;

  /**
   * @param progress is told of each step
   */
  public Submission(FlinkRest flink, Consumer<String> progress) {
    this.flink = flink;
    this.progress = progress;
  }

  /** The job of this name that has not ended. */
  public Optional<Job> running(String name) {
    return flink.jobs().stream()
        .filter(job -> job.name().equals(name) && job.isOngoing())
        .findAny();
  }

  /**
   * Ends a job with a savepoint.
   *
   * @return where the savepoint is
   */
  public String stop(Job job) {
    progress.accept("stopping " + job.id() + " with a savepoint");
    String savepoint = flink.stopWithSavepoint(job.id());
    progress.accept("stopped; its state is in " + savepoint);
    return savepoint;
  }

  /**
   * Uploads a jar, starts its job, and returns once all of it runs.
   *
   * @param arguments of its main method
   * @param savepoint what to go on from; null for nothing
   * @param parallelism of each operator, at least 1
   * @return the job's id
   * @throws FlinkRestException with the root of it, if the job does not run
   */
  public String submit(Path jar, List<String> arguments, String savepoint, int parallelism) {
    progress.accept("uploading " + jar.getFileName());
    String jarId = flink.upload(jar);
    try {
      String id = flink.run(jarId, arguments, savepoint, parallelism);
      progress.accept("submitted as " + id);
      await(id);
      return id;
    } finally {
      forget(jarId);
    }
  }

  /** Flink keeps of a jar what the job needs; its list of jars would only grow. */
  private void forget(String jarId) {
    try {
      flink.delete(jarId);
    } catch (FlinkRestException e) {
      // It stays in the list. What matters is what became of the job.
    }
  }

  private void await(String id) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!runs(id)) {
      Optional<String> failure = flink.failure(id);
      if (failure.isPresent()) {
        throw new FlinkRestException(
            "the job %s does not run: %s".formatted(id, StackTrace.rootMessage(failure.get())));
      }
      if (System.nanoTime() > deadline) {
        throw new FlinkRestException(
            "the job %s does not run after %d s; has the cluster slots enough? See %s"
                .formatted(id, PATIENCE.toSeconds(), flink.address()));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean runs(String id) {
    boolean running = flink.job(id).map(job -> job.state().equals("RUNNING")).orElse(false);
    return running && flink.vertices(id).stream().map(Vertex::state).allMatch("RUNNING"::equals);
  }
}
