package dev.prunella.plant;

import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.RunState;
import java.util.ArrayList;
import java.util.List;

/**
 * The DAG that starts the batches, as Airflow does. It only starts them (deferred, without waiting
 * for their end), so its own runs succeed as long as the scheduler is up. No record goes through
 * it.
 */
final class Orchestration extends Stage {
  /** Those that it starts. */
  final List<BatchStage> batches = new ArrayList<>();

  private final double phase; // of its clock, share of a round
  private int number;
  private boolean up = true;
  private boolean failed;
  private long notBefore;
  private boolean due;

  Orchestration(String pipeline, StageSpec spec, Resource resource, Chance chance) {
    super(pipeline, spec, 0, resource, chance);
    phase = chance.draw("phase", id);
  }

  /** Whether what is due now is started. */
  boolean isUp() {
    return up;
  }

  @Override
  void step(long now, double seconds, Probe probe) {
    long every = every();
    long since = now - (long) (phase * every);
    boolean tick =
        Math.floorDiv(since, every) != Math.floorDiv(since - Math.round(1000 * seconds), every);
    if (tick || due) {
      begin(now, probe);
    } else {
      up &= !isDown(now) && condition.outage().isEmpty();
    }
  }

  private void begin(long now, Probe probe) {
    if (isDown(now) || now < notBefore) {
      up = false;
      return;
    }
    String wrong = wrong();
    boolean skips = share(now) < 1 && luck.share() > share(now);
    number++;
    up = wrong.isEmpty() && !skips;
    failed = !wrong.isEmpty();
    if (failed) {
      succeeded.add(now, 0, 1);
      probe.run(this, "scheduled__", number, RunState.FAILED, wrong);
    } else if (!skips) {
      succeeded.add(now, 1, 1);
      probe.run(this, "scheduled__", number, RunState.SUCCEEDED, "");
      if (due) { // what was missed is made up for
        batches.forEach(BatchStage::tryAgain);
      }
    }
    due = false;
  }

  private String wrong() {
    if (!condition.outage().isEmpty()) {
      return condition.outage();
    }
    if (luck.share() < condition.failing()) {
      return condition.failure();
    }
    boolean hangs = condition.crawl() < 1 && luck.share() > condition.crawl();
    boolean odd = condition.rejected() > 0 && luck.share() < 0.7;
    return hangs || odd ? condition.complaint() : "";
  }

  /** As often as the most frequent of its batches; each minute if it has none. */
  private long every() {
    long every = batches.isEmpty() ? 60_000 : Long.MAX_VALUE;
    for (BatchStage batch : batches) {
      every = Math.min(every, batch.every());
    }
    return every;
  }

  @Override
  void loseProgress(Probe probe) {
    // a scheduler keeps its state in a database
  }

  @Override
  void tryAgain() {
    due = true;
    notBefore = 0;
  }

  @Override
  void postpone(long until) {
    notBefore = until;
  }

  @Override
  boolean isWell() {
    return !failed;
  }

  @Override
  boolean succeeds() {
    return !failed;
  }

  @Override
  void report(long now, double seconds, Probe probe) {
    double noise = probe.noise();
    boolean busy = isDown(now) || condition.limit() < 1 || condition.crawl() < 1;
    double queued = busy ? 12 * shown.about(0.3 * noise) : 3 * shown.about(0.4 * noise);
    probe.measure(this, "executor.queued_tasks", queued, "1");
    probe.measure(
        this,
        "dag_processing.total_parse_time",
        1.2 * shown.about(0.2 * noise) * (1 + 4 * condition.heat()),
        "s");
  }
}
