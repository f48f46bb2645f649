package dev.prunella.app.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsStatus;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster in this process, in which both jobs run side by side. */
final class Flink implements AutoCloseable {

  /** Flink's memory for RocksDB, of each job. */
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(512);

  private final Configuration options = new Configuration();
  private final MiniCluster cluster;
  private final int parallelism;
  private final List<JobID> jobs = new ArrayList<>();

  Flink(Plan.Backend backend, int parallelism, Path checkpoints) throws Exception {
    this.parallelism = parallelism;
    options.set(StateBackendOptions.STATE_BACKEND, backend.id());
    options.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    options.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true); // RocksDB's; hashmap has none
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    Configuration tasks = new Configuration(options);
    tasks.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED.multiply(2));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(tasks)
                .setNumSlotsPerTaskManager(2 * parallelism)
                .setCommonBindAddress("localhost")
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** An empty job for this cluster. */
  StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(options));
    return env.setParallelism(parallelism);
  }

  /**
   * Starts a job.
   *
   * @param savepoint to go on from; null for a fresh start
   */
  JobID start(StreamExecutionEnvironment env, String savepoint)
      throws InterruptedException, ExecutionException {
    StreamGraph graph = env.getStreamGraph();
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    }
    JobID job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
    jobs.add(job);
    return job;
  }

  /**
   * Fails if the job has failed.
   *
   * @throws IllegalStateException with the job's own failure as its cause
   */
  void requireRunning(JobID job) throws InterruptedException, ExecutionException {
    if (cluster.getJobStatus(job).get() == JobStatus.FAILED) {
      Throwable cause = graph(job).getFailureInfo().getException();
      throw new IllegalStateException("the job has failed", cause);
    }
  }

  /** Saves the state of a job, by the checkpoint's number. */
  CompletableFuture<Long> checkpoint(JobID job) {
    return cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED);
  }

  /** The complete checkpoints of a job that are still known, the oldest first. */
  List<Checkpoint> checkpoints(JobID job) throws InterruptedException, ExecutionException {
    AccessExecutionGraph graph = graph(job);
    AccessExecutionJobVertex detect = null;
    for (AccessExecutionJobVertex vertex : graph.getVerticesTopologically()) {
      detect = vertex.getName().contains("DETECT") ? vertex : detect;
    }
    AccessExecutionJobVertex stages = detect;
    return graph.getCheckpointStatsSnapshot().getHistory().getCheckpoints().stream()
        .filter(c -> c.getStatus() == CheckpointStatsStatus.COMPLETED)
        .filter(c -> !c.getProperties().isSavepoint())
        .sorted((a, b) -> Long.compare(a.getCheckpointId(), b.getCheckpointId()))
        .map(c -> checkpoint(c, c.getTaskStateStats(stages.getJobVertexId())))
        .toList();
  }

  private static Checkpoint checkpoint(AbstractCheckpointStats all, TaskStateStats stages) {
    return new Checkpoint(
        all.getEndToEndDuration() / 1000.0,
        all.getStateSize(),
        all.getCheckpointedSize(),
        stages.getStateSize());
  }

  private AccessExecutionGraph graph(JobID job) throws InterruptedException, ExecutionException {
    return cluster.getExecutionGraph(job).get();
  }

  @Override
  public void close() throws Exception {
    for (JobID job : jobs) {
      if (!cluster.getJobStatus(job).get().isGloballyTerminalState()) {
        cluster.cancelJob(job).get();
        cluster.requestJobResult(job).get();
      }
    }
    cluster.close();
  }
}
