package dev.prunella.plant;

import dev.prunella.schemas.StageKind;
import java.util.random.RandomGenerator;

/** A Spark job, as AWS Glue runs it. */
final class Transform extends BatchStage {
  private final Stage next;

  /**
   * 60 s for a usual batch, with some 30 s until the workers are there; stopped after 4 minutes.
   */
  Transform(double usual, Stage next, RandomGenerator noise) {
    super(
        "transform",
        StageKind.TRANSFORM,
        "jr_",
        usual,
        new Work(180_000, 30, 5 * usual, 240, 0),
        noise);
    this.next = next;
  }

  @Override
  void deliver(long records) {
    next.queue += records;
  }

  @Override
  String refusal(long refused, long batch) {
    return "Job aborted due to stage failure: %s of %s records are malformed"
        .formatted(refused, batch);
  }

  @Override
  String timeout() {
    return "Job run stopped: it timed out after %.0f s".formatted(work.timeout());
  }

  @Override
  void report(double busy, Probe probe) {
    probe.measure("glue.driver.aggregate.elapsedTime", 1000 * duration(), "ms");
    probe.measure(
        "glue.driver.jvm.heap.usage",
        Math.min(0.99, (0.3 + 0.12 * busy) * about(0.08) + condition.memory()),
        "1");
    probe.measure("glue.ALL.system.cpuSystemLoad", (0.08 + 0.5 * busy) * about(0.15), "1");
    probe.measure("glue.driver.aggregate.numFailedTasks", failedTasks(), "1");
    probe.measure("glue.driver.aggregate.recordsRead", Math.rint(progress), "1");
    probe.measure("s3.pending_records", queue + inFlight(), "1");
  }

  /** Spark tries a task four times; now and then one fails for reasons of no interest. */
  private double failedTasks() {
    if (hasFailed()) {
      return 4;
    }
    return noise.nextDouble() < 0.1 ? 1 : 0;
  }
}
