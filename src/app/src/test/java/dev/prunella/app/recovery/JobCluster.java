package dev.prunella.app.recovery;

import dev.prunella.job.HealingTopology;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster whose task managers can be ended one by one, and the job on it. */
final class JobCluster implements AutoCloseable {

  private final MiniCluster cluster;
  private final String checkpoints;
  private JobID job;
  private int oldest;

  /**
   * @param checkpoints where checkpoints are kept, as a URI
   */
  JobCluster(int taskManagers, int slotsEach, String checkpoints) throws Exception {
    this.checkpoints = checkpoints;
    Configuration flink = new Configuration();
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize(16 << 20));
    // As it is by default, with less time between two attempts.
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(100));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofMillis(500));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slotsEach)
                .build());
    cluster.start();
  }

  /** Starts the job, from a checkpoint or savepoint if there is one to go on from. */
  void submit(Connection connection, int parallelism, Optional<String> from) throws Exception {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
    HealingTopology.build(env, connection);
    JobGraph graph = env.getStreamGraph(false).getJobGraph();
    from.ifPresent(
        path -> graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(path)));
    job = cluster.submitJob(graph).get().getJobID();
  }

  /** Ends the oldest task manager with all that runs on it, and starts another in its place. */
  void replaceTaskManager() throws Exception {
    cluster.terminateTaskManager(oldest++).get();
    cluster.startTaskManager();
  }

  JobStatus status() throws Exception {
    return cluster.getJobStatus(job).get();
  }

  /** What checkpoints have come to; null before the first. */
  CheckpointStatsSnapshot checkpoints() throws Exception {
    return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
  }

  long completedCheckpoints() throws Exception {
    CheckpointStatsSnapshot now = checkpoints();
    return now == null ? 0 : now.getCounts().getNumberOfCompletedCheckpoints();
  }

  long failedCheckpoints() throws Exception {
    CheckpointStatsSnapshot now = checkpoints();
    return now == null ? 0 : now.getCounts().getNumberOfFailedCheckpoints();
  }

  /** Attempts of the job so far, the first included. */
  int attempts() throws Exception {
    int most = 0;
    for (var vertex : cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
      most = Math.max(most, vertex.getCurrentExecutionAttempt().getAttemptNumber() + 1);
    }
    return most;
  }

  /** Whether every task runs. */
  boolean allRunning() throws Exception {
    for (var vertex : cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return true;
  }

  String savepoint(String folder) throws Exception {
    return cluster.triggerSavepoint(job, folder, false, SavepointFormatType.CANONICAL).get();
  }

  /** Ends the job; what it has retained stays. */
  void cancel() throws Exception {
    cluster.cancelJob(job).get();
    Site.await("the job has ended", () -> status() == JobStatus.CANCELED);
  }

  /** Ends the job and names the newest checkpoint that it has retained. */
  String cancelToCheckpoint() throws Exception {
    String path = checkpoints().getHistory().getLatestCompletedCheckpoint().getExternalPath();
    cancel();
    return path;
  }

  @Override
  public void close() throws Exception {
    if (job != null && !status().isGloballyTerminalState()) {
      cancel();
    }
    cluster.closeAsync().get();
  }
}
