package dev.prunella.app.chaos;

/** What can be done to the processes. */
public enum Kind {
  KILL_TASK_MANAGER,
  KILL_JOB_MANAGER,
  KILL_KAFKA,
  KILL_EXECUTOR,
  KILL_ZOOKEEPER,
  KILL_REGISTRY,
  STALL_TASK_MANAGER,
  STALL_JOB_MANAGER,
  STALL_EXECUTOR,
  /** Stopped with a savepoint, and started from there with another parallelism. */
  RESCALE,
  /** Cancelled, and started from its newest checkpoint. */
  RESTART,
  /** Nothing can be written to the checkpoints. */
  BREAK_CHECKPOINTS,
  /** Three kills one right after the other. */
  STORM
}
