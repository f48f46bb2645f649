package dev.prunella.plant;

import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage that works run by run: a Spark job as AWS Glue runs it, or micro-batches into a
 * warehouse, as COPY does into Amazon Redshift. A run takes records out of the queue; if it
 * succeeds they move on, if it fails they go back.
 */
final class BatchStage extends Stage {
  private final Work work;
  private final String runs;
  private final long phase; // of its clock, in milliseconds

  /** Those who start its runs; empty: it starts them itself. */
  final List<Orchestration> starters = new ArrayList<>();

  private int number;
  private boolean running;
  private long batch; // records of the run
  private double left; // of its work, in records
  private double startUp; // what is left of it, in seconds
  private double fate; // of the run, 0 to 1
  private double pace; // of the run, about 1
  private boolean due;
  private long notBefore;
  private boolean failed; // the last run

  private double elapsed; // of the run now, in seconds
  private double last; // of the run before, in seconds
  private double stepSeconds; // length of this step
  private double busy; // seconds of this step
  private double progress; // records worked on in this step, in runs that may still fail
  private long committed; // records of runs that succeeded in this step
  private long refused; // by the last run

  BatchStage(String pipeline, StageSpec spec, double usual, Resource resource, Chance chance) {
    super(pipeline, spec, usual, resource, chance);
    long every = spec.every().toMillis();
    boolean loads = spec.kind() == StageKind.LOAD;
    runs = loads ? "copy-" : "jr_";
    work = loads ? Work.ofLoad(every, usual) : Work.ofTransform(every, usual);
    phase = (long) (every * chance.draw("phase", id));
  }

  /** Between the starts of two runs, in milliseconds. */
  long every() {
    return work.everyMillis();
  }

  @Override
  long inFlight() {
    return running ? batch : 0;
  }

  /** As long as the last one, until the run that is on takes longer. */
  @Override
  double duration() {
    return running ? Math.max(last, elapsed) : last;
  }

  @Override
  boolean succeeds() {
    return !failed;
  }

  @Override
  void tryAgain() {
    due = true;
    notBefore = 0;
  }

  @Override
  void postpone(long until) {
    notBefore = until;
    due = true;
  }

  @Override
  void step(long now, double seconds, Probe probe) {
    boolean tick =
        Math.floorDiv(now - phase, work.everyMillis())
            != Math.floorDiv(now - phase - Math.round(1000 * seconds), work.everyMillis());
    if (tick && isStarted()) {
      due = true;
    }
    double available = seconds;
    stepSeconds = seconds;
    busy = 0;
    progress = 0;
    committed = 0;
    if (running) {
      available = advance(now, seconds, probe);
    }
    boolean more = queue >= work.batch() && !failed;
    if (!running && (due || more) && !isDown(now) && now >= notBefore && room() > 0) {
      start(now, probe);
      advance(now, available, probe);
    }
  }

  private boolean isStarted() {
    for (Orchestration starter : starters) {
      if (!starter.isUp()) {
        return false;
      }
    }
    return true;
  }

  private void start(long now, Probe probe) {
    number++;
    due = false;
    running = true;
    double share = share(now);
    double most =
        share < 1 ? share * usual * load * work.everyMillis() / 1000 : onResource(work.batch());
    batch = Math.min(queue, (long) most);
    queue -= batch;
    left = batch;
    startUp = work.startUp() * luck.about(0.07);
    pace = luck.about(0.03);
    fate = luck.share();
    elapsed = 0;
    probe.run(this, runs, number, RunState.STARTED, "");
  }

  /** Goes on with the run; what is left of the seconds once it has ended. */
  private double advance(long now, double seconds, Probe probe) {
    if (!condition.outage().isEmpty()) {
      fail(condition.outage(), now, probe);
      return 0;
    }
    double starting = Math.min(startUp, seconds);
    startUp -= starting;
    double alone = rate(work.rate(), now) * pace;
    if (resource != null) {
      resource.want(Math.min(left, alone * (seconds - starting)) / stepSeconds);
    }
    double rate = onResource(alone);
    double needed = rate > 0 ? left / rate : Double.MAX_VALUE;
    double working = Math.min(needed, seconds - starting);
    progress += Math.min(left, rate * working);
    left = working == needed ? 0 : left - rate * working;
    elapsed += starting + working;
    busy += starting + working;
    if (startUp <= 0 && fate < condition.failing()) {
      fail(condition.failure(), now, probe);
    } else if (elapsed >= work.timeout()) {
      fail(probe.isHeard() ? stopped() : "", now, probe);
    } else if (startUp <= 0 && left <= 0) {
      finish(now, probe);
    }
    return running ? 0 : seconds - starting - working;
  }

  private String stopped() {
    if (!condition.complaint().isEmpty()) {
      return condition.complaint();
    }
    return kind == StageKind.LOAD
        ? "ERROR: Query (COPY) cancelled on user's request: statement timeout of %.0f s"
            .formatted(work.timeout())
        : "Job run stopped: it timed out after %.0f s".formatted(work.timeout());
  }

  private void finish(long now, Probe probe) {
    refused = Math.round(batch * condition.rejected());
    if (refused > work.tolerance() * batch) {
      fail(probe.isHeard() ? refusal() : "", now, probe);
      return;
    }
    drop(refused, now);
    handOn(batch - refused, now);
    running = false;
    failed = false;
    last = elapsed;
    committed += batch - refused;
    succeeded.add(now, 1, 1);
    probe.run(this, runs, number, RunState.SUCCEEDED, "");
  }

  private String refusal() {
    if (kind == StageKind.LOAD) {
      return ("Load into table '%s' failed. Check 'sys_load_error_detail' system table for details:"
              + " %s rows exceed MAXERROR; first: value is not a valid timestamp, parse error in"
              + " column 'updated_at'")
          .formatted(pipeline, refused);
    }
    return "Job aborted due to stage failure: %s of %s records are malformed"
        .formatted(refused, batch);
  }

  private void fail(String message, long now, Probe probe) {
    end(RunState.FAILED, message, probe);
    failed = true;
    last = elapsed;
    succeeded.add(now, 0, 1);
  }

  private void end(RunState state, String message, Probe probe) {
    queue += batch;
    running = false;
    probe.run(this, runs, number, state, message);
  }

  @Override
  void loseProgress(Probe probe) {
    if (running) {
      end(RunState.ABORTED, "stopped for a restart", probe);
    }
    due = true;
  }

  @Override
  boolean isWell() {
    return !failed && queue < 2.5 * usual * load * work.everyMillis() / 1000;
  }

  @Override
  void report(long now, double seconds, Probe probe) {
    double share = Math.min(1, busy / seconds);
    double noise = probe.noise();
    if (kind == StageKind.LOAD) {
      reportLoad(share, noise, probe);
    } else {
      reportTransform(share, noise, probe);
    }
  }

  private void reportTransform(double share, double noise, Probe probe) {
    probe.measure(this, "glue.driver.aggregate.elapsedTime", 1000 * duration(), "ms");
    probe.measure(
        this,
        "glue.driver.jvm.heap.usage",
        Math.min(0.99, (0.3 + 0.12 * share) * shown.about(0.08 * noise) + condition.memory()),
        "1");
    probe.measure(
        this,
        "glue.ALL.system.cpuSystemLoad",
        Math.min(1, (0.08 + 0.5 * share) * shown.about(0.15 * noise) + condition.heat()),
        "1");
    probe.measure(this, "glue.driver.aggregate.numFailedTasks", failedTasks(), "1");
    probe.measure(this, "glue.driver.aggregate.recordsRead", Math.rint(progress), "1");
    probe.measure(this, "s3.pending_records", queue + inFlight(), "1");
  }

  /** Spark tries a task four times; now and then one fails for reasons of no interest. */
  private double failedTasks() {
    if (failed) {
      return 4;
    }
    return shown.share() < 0.1 ? 1 : 0;
  }

  private void reportLoad(double share, double noise, Probe probe) {
    probe.measure(this, "QueryDuration", Math.max(0.5, duration()), "s");
    probe.measure(
        this,
        "WLMQueueLength",
        2 * shown.about(0.4 * noise) + queue / (usual * 600) + 4 * condition.heat(),
        "1");
    probe.measure(
        this,
        "PercentageDiskSpaceUsed",
        Math.min(100, 48 * shown.about(0.01 * noise) + 100 * condition.disk()),
        "%");
    probe.measure(
        this,
        "CPUUtilization",
        Math.min(100, (15 + 25 * share) * shown.about(0.15 * noise) + 100 * condition.heat()),
        "%");
    probe.measure(this, "copy.rows_loaded", committed, "1");
    // a few rows of a load are refused and found good by a second look, which is made at once
    probe.measure(this, "copy.rejected_rows", refused + Math.floor(3 * shown.share()), "1");
  }
}
