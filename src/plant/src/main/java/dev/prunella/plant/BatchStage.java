package dev.prunella.plant;

import dev.prunella.schemas.RunState;
import dev.prunella.schemas.StageKind;
import java.util.random.RandomGenerator;

/**
 * A stage that works run by run. A run takes records out of the queue; if it succeeds they move on,
 * if it fails they go back.
 */
abstract class BatchStage extends Stage {
  final Work work;
  final double usual; // records per second that arrive
  private final String runs;

  private int number;
  private boolean running;
  private long batch; // records of the run
  private double left; // of its work, in records
  private double startUp; // what is left of it, in seconds
  private boolean due;
  private boolean failed; // the last run

  private double elapsed; // of the run now, in seconds
  private double last; // of the run before, in seconds
  private double busy; // seconds of this step

  /** Records that were worked on in this step, in runs that may still fail. */
  double progress;

  /** Records of runs that succeeded in this step. */
  long committed;

  /** Records that the last run refused. */
  long refused;

  /** Records that were refused or set aside, in all: they go no further. */
  long quarantined;

  BatchStage(
      String name, StageKind kind, String runs, double usual, Work work, RandomGenerator noise) {
    super(name, kind, noise);
    this.runs = runs;
    this.usual = usual;
    this.work = work;
  }

  /** Where records go. */
  abstract void deliver(long records);

  /** What a run that refused too many records says. */
  abstract String refusal(long refused, long batch);

  /** What a run that was stopped by its timeout says. */
  abstract String timeout();

  /**
   * @param busy share of the step in which a run was on, 0 to 1
   */
  abstract void report(double busy, Probe probe);

  /** Records in the run now. */
  final long inFlight() {
    return running ? batch : 0;
  }

  /**
   * How long a run takes now, in seconds: as long as the last one, until the run that is on takes
   * longer.
   */
  final double duration() {
    return running ? Math.max(last, elapsed) : last;
  }

  final boolean hasFailed() {
    return failed;
  }

  /** A run is to start as soon as none is on. */
  final void trigger() {
    due = true;
  }

  @Override
  final void tryAgain() {
    due = true;
  }

  /** Sets aside what waits and cannot be taken. */
  final void quarantine() {
    long bad = Math.round(queue * condition.rejected());
    queue -= bad;
    quarantined += bad;
  }

  @Override
  final void step(long now, double seconds, Probe probe) {
    double available = seconds;
    busy = 0;
    progress = 0;
    committed = 0;
    if (running) {
      available = advance(now, seconds, probe);
    }
    boolean more = queue >= work.batch() && !failed;
    if (!running && (due || more) && !isDown(now)) {
      start(now, probe);
      advance(now, available, probe);
    }
    report(Math.min(1, busy / seconds), probe);
  }

  private void start(long now, Probe probe) {
    number++;
    due = false;
    running = true;
    double most = share(now) < 1 ? share(now) * usual * work.everyMillis() / 1000 : work.batch();
    batch = Math.min(queue, (long) most);
    queue -= batch;
    left = batch;
    startUp = work.startUp() * about(0.15);
    elapsed = 0;
    probe.run(runs + number, RunState.STARTED, "");
  }

  /** Goes on with the run; what is left of the seconds once it has ended. */
  private double advance(long now, double seconds, Probe probe) {
    if (!condition.outage().isEmpty()) {
      fail(condition.outage(), probe);
      return 0;
    }
    double starting = Math.min(startUp, seconds);
    startUp -= starting;
    double rate = work.rate() * capacity(now) * about(0.05);
    double needed = rate > 0 ? left / rate : Double.MAX_VALUE;
    double working = Math.min(needed, seconds - starting);
    progress += Math.min(left, rate * working);
    left = working == needed ? 0 : left - rate * working;
    elapsed += starting + working;
    busy += starting + working;
    if (startUp <= 0 && !condition.failure().isEmpty()) {
      fail(condition.failure(), probe);
    } else if (elapsed >= work.timeout()) {
      fail(timeout(), probe);
    } else if (startUp <= 0 && left <= 0) {
      finish(probe);
    }
    return running ? 0 : seconds - starting - working;
  }

  private void finish(Probe probe) {
    refused = Math.round(batch * condition.rejected());
    if (refused > work.tolerance() * batch) {
      fail(refusal(refused, batch), probe);
    } else {
      quarantined += refused;
      deliver(batch - refused);
      running = false;
      failed = false;
      last = elapsed;
      probe.run(runs + number, RunState.SUCCEEDED, "");
      committed = batch - refused;
    }
  }

  private void fail(String message, Probe probe) {
    end(RunState.FAILED, message, probe);
    failed = true;
    last = elapsed;
  }

  private void end(RunState state, String message, Probe probe) {
    queue += batch;
    running = false;
    probe.run(runs + number, state, message);
  }

  @Override
  final void loseProgress(Probe probe) {
    if (running) {
      end(RunState.ABORTED, "stopped for a restart", probe);
    }
    due = true;
  }

  @Override
  final boolean isWell() {
    return !failed && queue < 2.5 * usual * work.everyMillis() / 1000;
  }
}
