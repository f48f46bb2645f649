package dev.prunella.plant;

import dev.prunella.schemas.RunState;
import dev.prunella.schemas.StageKind;
import java.util.random.RandomGenerator;

/**
 * The DAG that starts the batches, as Airflow does. It only starts them (deferred, without waiting
 * for their end), so its own runs succeed as long as the scheduler is up.
 */
final class Orchestration extends Stage {
  private final BatchStage[] batches;
  private int number;

  Orchestration(RandomGenerator noise, BatchStage... batches) {
    super("schedule", StageKind.ORCHESTRATE, noise);
    this.batches = batches;
  }

  @Override
  void step(long now, double seconds, Probe probe) {
    boolean up = !isDown(now);
    for (BatchStage batch : batches) {
      long every = batch.work.everyMillis();
      boolean tick = now / every != (now - Math.round(1000 * seconds)) / every;
      if (tick && up) {
        batch.trigger();
        if (batch == batches[0]) {
          probe.run("scheduled__" + ++number, RunState.SUCCEEDED, "");
        }
      }
    }
    probe.measure("executor.queued_tasks", up ? 3 * about(0.4) : 12 * about(0.3), "1");
    probe.measure("dag_processing.total_parse_time", 1.2 * about(0.2), "s");
  }

  @Override
  void loseProgress(Probe probe) {
    // a scheduler keeps its state in a database
  }

  @Override
  void tryAgain() {
    for (BatchStage batch : batches) {
      batch.trigger();
    }
  }

  @Override
  boolean isWell() {
    return true;
  }
}
