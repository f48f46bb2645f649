package dev.prunella.plant;

import dev.prunella.schemas.RunState;
import dev.prunella.schemas.StageKind;
import java.util.random.RandomGenerator;

/** Change data capture, as AWS DMS does it: a stream that never ends, from a source's log. */
final class Ingest extends Stage {
  /** What it can do, as a multiple of what usually arrives. */
  private static final double ROOM = 2.5;

  /** Work of so many seconds is held in memory, and is done again after a restart. */
  private static final double HELD = 60;

  /** A source that cannot be reached is tried again after so long, in milliseconds. */
  private static final long PATIENCE = 60_000;

  private static final double MEMORY = 4.0 * (1L << 30); // bytes

  private final double usual; // records per second
  private final Stage next;
  private double redo;
  private long lost; // when the connection was last tried in vain; 0: there is one
  private int tries;

  Ingest(double usual, Stage next, RandomGenerator noise) {
    super("ingest", StageKind.INGEST, noise);
    this.usual = usual;
    this.next = next;
  }

  @Override
  void step(long now, double seconds, Probe probe) {
    boolean works = !isDown(now) && isConnected(now, probe);
    double most = ROOM * usual * capacity(now) * seconds;
    if (share(now) < 1) {
      most = Math.min(most, share(now) * usual * seconds);
    }
    double again = works ? Math.min(redo, most) : 0;
    redo -= again;
    long out = works ? Math.min(queue, (long) (most - again)) : 0;
    queue -= out;
    next.queue += out;
    report(out / seconds, seconds, works, probe);
  }

  private boolean isConnected(long now, Probe probe) {
    String outage = condition.outage();
    if (outage.isEmpty()) {
      if (lost > 0) {
        probe.run("replication-" + ++tries, RunState.SUCCEEDED, "");
        lost = 0;
      }
      return true;
    }
    if (now - lost >= PATIENCE) {
      probe.run("replication-" + ++tries, RunState.FAILED, outage);
      lost = now;
    }
    return false;
  }

  private void report(double rate, double seconds, boolean works, Probe probe) {
    double age = queue / usual; // of the oldest record that waits, in seconds
    double used = rate / (ROOM * usual) / Math.max(0.05, condition.capacity());
    double cached = Math.min(0.5, queue / (usual * 3600));
    probe.measure("CDCLatencySource", 1.5 * about(0.2) + age, "s");
    probe.measure("CDCIncomingChanges", 40 * about(0.3) + queue, "1");
    probe.measure("CDCThroughputRowsTarget", rate, "1/s");
    probe.measure("CPUUtilization", (works ? 8 + 60 * Math.min(1, used) : 3) * about(0.1), "%");
    probe.measure(
        "FreeableMemory",
        MEMORY * Math.max(0.01, 0.55 * about(0.02) - cached - condition.memory()),
        "By");
  }

  @Override
  void loseProgress(Probe probe) {
    redo = HELD * usual;
  }

  @Override
  void tryAgain() {
    lost = Math.min(lost, 1); // the next try is due at once
  }

  @Override
  boolean isWell() {
    return lost == 0 && queue < 30 * usual;
  }
}
