package dev.prunella.app;

import dev.prunella.job.HealingTopology;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job in a Flink cluster inside this process. */
public final class LocalJob implements AutoCloseable {

  /** Instead of a port: without Flink's web UI. */
  public static final int NO_WEB = -1;

  private final JobClient client;
  private final StateFolder state;
  private final int webPort;
  private boolean closed;

  private LocalJob(JobClient client, StateFolder state, int webPort) {
    this.client = client;
    this.state = state;
    this.webPort = webPort;
  }

  /**
   * Starts it, from the newest checkpoint in the folder if there is one.
   *
   * @param webPort where Flink's web UI is served on this machine; 0 for a free port, {@link
   *     #NO_WEB} for none
   */
  public static LocalJob start(
      Connection connection, int parallelism, StateFolder state, int webPort) throws Exception {
    Configuration flink = new Configuration();
    // Nothing of this cluster has a login, so all of it is for this machine only.
    flink.set(JobManagerOptions.BIND_HOST, "localhost");
    flink.set(TaskManagerOptions.BIND_HOST, "localhost");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.uri());
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    state
        .newestCheckpoint()
        .ifPresent(path -> flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    StreamExecutionEnvironment env;
    int port = webPort == 0 ? freePort() : webPort;
    if (webPort == NO_WEB) {
      env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
    } else {
      flink.set(RestOptions.BIND_PORT, Integer.toString(port));
      flink.set(RestOptions.PORT, port);
      // Nor may code be brought in by it.
      flink.set(RestOptions.BIND_ADDRESS, "localhost");
      flink.set(WebOptions.SUBMIT_ENABLE, false);
      env = StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(flink);
      env.setParallelism(parallelism);
    }
    HealingTopology.build(env, connection);
    return new LocalJob(env.executeAsync(connection.job().name()), state, port);
  }

  /** Address of Flink's web UI, if it is served. */
  public Optional<String> webUi() {
    return webPort == NO_WEB ? Optional.empty() : Optional.of("http://localhost:" + webPort);
  }

  /** Returns once all that the job has written so far is in Kafka. */
  public void flush() throws InterruptedException, ExecutionException {
    client.triggerSavepoint(state.uri(), SavepointFormatType.CANONICAL).get();
  }

  /**
   * Fails if the job has failed.
   *
   * @throws IllegalStateException with the job's own failure as its cause
   */
  public void requireRunning() throws InterruptedException, ExecutionException {
    if (client.getJobStatus().get() == JobStatus.FAILED) {
      await();
    }
  }

  /**
   * Waits until the job ends, which it does by itself only if it fails.
   *
   * @throws IllegalStateException with the job's own failure as its cause
   */
  void await() throws InterruptedException {
    try {
      client.getJobExecutionResult().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the job has failed", e.getCause());
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      client.cancel().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      return; // it has ended by itself
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port for the web UI", e);
    }
  }
}
