package dev.prunella.app;

import dev.prunella.job.HealingTopology;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job in a Flink cluster inside this process. */
public final class LocalJob implements AutoCloseable {
  private final JobClient client;
  private final int webPort; // 0: no web UI

  private LocalJob(JobClient client, int webPort) {
    this.client = client;
    this.webPort = webPort;
  }

  /**
   * Starts it.
   *
   * @param state folder for checkpoints
   * @param web whether Flink's web UI is to be served, on a free port of this machine
   */
  public static LocalJob start(Connection connection, int parallelism, Path state, boolean web)
      throws Exception {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.toUri().toString());
    int port = 0;
    StreamExecutionEnvironment env;
    if (web) {
      port = freePort();
      flink.set(RestOptions.BIND_PORT, Integer.toString(port));
      flink.set(RestOptions.PORT, port);
      env = StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(flink);
      env.setParallelism(parallelism);
    } else {
      env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
    }
    HealingTopology.build(env, connection);
    return new LocalJob(env.executeAsync(connection.job().name()), port);
  }

  /** Address of Flink's web UI, if it is served. */
  public Optional<String> webUi() {
    return webPort == 0 ? Optional.empty() : Optional.of("http://localhost:" + webPort);
  }

  /** Returns once all that the job has written so far is in Kafka. */
  public void flush(Path folder) throws Exception {
    client.triggerSavepoint(folder.toUri().toString(), SavepointFormatType.CANONICAL).get();
  }

  /**
   * Fails if the job has failed.
   *
   * @throws IllegalStateException with the job's own failure as its cause
   */
  public void requireRunning() throws InterruptedException, ExecutionException {
    JobStatus status = client.getJobStatus().get();
    if (status == JobStatus.FAILED || status == JobStatus.FAILING) {
      try {
        client.getJobExecutionResult().get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the job has failed", e.getCause());
      }
    }
  }

  /** Waits until the job ends by itself, which it does only by failing. */
  public void await() throws InterruptedException, ExecutionException {
    client.getJobExecutionResult().get();
  }

  @Override
  public void close() {
    try {
      client.cancel().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // it is gone already
      return;
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
