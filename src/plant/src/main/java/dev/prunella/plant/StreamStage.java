package dev.prunella.plant;

import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.StageKind;

/**
 * A stage that works without a pause: change data capture as AWS DMS does it, a streaming job as
 * Flink runs it, or a service that answers requests.
 */
final class StreamStage extends Stage {
  /** What it can do, as a multiple of what usually arrives. */
  private static final double ROOM = 2.5;

  /** Work of so many seconds is held in memory, and is done again after a restart. */
  private static final double HELD = 60;

  /** So many seconds of work fit into the buffers before a stream; then those before it wait. */
  private static final double BUFFER = 120;

  /** A source that cannot be reached is tried again after so long, in milliseconds. */
  private static final long PATIENCE = 60_000;

  private static final double MEMORY = 4.0 * (1L << 30); // bytes

  private final String runs;
  private double redo;
  private long lost; // when the connection was last tried in vain; 0: there is one
  private long complained; // when it last complained; 0: it has no reason to
  private int tries;
  private boolean works = true;
  private long done; // in this step
  private double counter; // of all that was done, since it was reset

  StreamStage(String pipeline, StageSpec spec, double usual, Resource resource, Chance chance) {
    super(pipeline, spec, usual, resource, chance);
    runs = spec.kind() == StageKind.INGEST ? "replication-" : "attempt-";
  }

  @Override
  long ownRoom() {
    if (kind == StageKind.INGEST) {
      return Long.MAX_VALUE; // it reads a log, which waits
    }
    return Math.max(0, (long) (BUFFER * usual * load) - queue);
  }

  @Override
  void step(long now, double seconds, Probe probe) {
    boolean connected = isConnected(now, probe);
    works = !isDown(now) && connected;
    done = 0;
    if (!works) {
      return;
    }
    complain(now, probe);
    double alone = rate(ROOM * usual, now);
    if (resource != null) {
      resource.want(Math.min(queue / seconds, alone));
    }
    double most = onResource(alone) * seconds;
    double share = share(now);
    if (share < 1) {
      most = Math.min(most, share * usual * load * seconds);
    }
    double again = Math.min(redo, most);
    redo -= again;
    done = Math.min(Math.min(queue, room()), (long) (most - again));
    queue -= done;
    long bad = Math.round(done * condition.rejected());
    if (bad > 0) {
      drop(bad, now);
    }
    handOn(done - bad, now);
    counter += done;
    if (complained == 0) {
      succeeded.add(now, seconds / 60, seconds / 60);
    }
  }

  private boolean isConnected(long now, Probe probe) {
    String outage = condition.outage();
    if (outage.isEmpty()) {
      if (lost > 0) {
        probe.run(this, runs, ++tries, RunState.SUCCEEDED, "");
        lost = 0;
      }
      return true;
    }
    if (now - lost >= PATIENCE) {
      probe.run(this, runs, ++tries, RunState.FAILED, outage);
      succeeded.add(now, 0, 1);
      lost = now;
    }
    return false;
  }

  /** It goes on, and says that something is wrong. */
  private void complain(long now, Probe probe) {
    String complaint = condition.complaint();
    if (complaint.isEmpty()) {
      if (complained > 0) {
        probe.run(this, runs, ++tries, RunState.SUCCEEDED, "");
        complained = 0;
      }
    } else if (now - complained >= PATIENCE) {
      probe.run(this, runs, ++tries, RunState.FAILED, complaint);
      succeeded.add(now, 0, 1);
      complained = now;
    }
  }

  @Override
  void loseProgress(Probe probe) {
    redo = HELD * usual * load;
  }

  @Override
  void tryAgain() {
    lost = Math.min(lost, 1); // the next try is due at once
  }

  @Override
  void postpone(long until) {
    takeDown(until);
  }

  @Override
  boolean succeeds() {
    return lost == 0 && complained == 0;
  }

  @Override
  boolean isWell() {
    return succeeds() && queue < 30 * usual * load;
  }

  @Override
  void report(long now, double seconds, Probe probe) {
    double noise = probe.noise();
    double rate = done / seconds;
    double waits = queue / usual; // age of the oldest record that waits, in seconds
    double used = rate / (ROOM * usual) / Math.max(0.05, condition.capacity());
    double cpu = works ? 8 + 60 * Math.min(1, used) : 3;
    double cached = Math.min(0.5, queue / (usual * 3600));
    if (shown.share() < probe.resets() * seconds / 3600) {
      counter = 0;
    }
    switch (kind) {
      case INGEST -> {
        probe.measure(this, "CDCLatencySource", 1.5 * shown.about(0.2 * noise) + waits, "s");
        probe.measure(this, "CDCIncomingChanges", 40 * shown.about(0.3 * noise) + queue, "1");
        probe.measure(this, "CDCThroughputRowsTarget", rate, "1/s");
        probe.measure(
            this,
            "CPUUtilization",
            Math.min(100, cpu * shown.about(0.1 * noise) + 100 * condition.heat()),
            "%");
        double free = 0.55 * shown.about(0.02 * noise) - cached - condition.memory();
        probe.measure(this, "FreeableMemory", MEMORY * Math.max(0.01, free), "By");
      }
      case STREAM -> {
        double lag = 800 * shown.about(0.2 * noise) + 1000 * waits;
        probe.measure(this, "currentEmitEventTimeLag", lag, "ms");
        probe.measure(this, "records-lag-max", 60 * shown.about(0.3 * noise) + queue, "1");
        probe.measure(this, "numRecordsOutPerSecond", rate, "1/s");
        probe.measure(this, "numRecordsOut", counter, "1");
        double busy = 10 * cpu * shown.about(0.1 * noise) + 1000 * condition.heat();
        probe.measure(this, "busyTimeMsPerSecond", Math.min(1000, busy), "ms");
        double heap = 0.4 * shown.about(0.05 * noise) + condition.memory();
        probe.measure(this, "Status.JVM.Memory.Heap.Used", Math.min(0.99, heap), "1");
      }
      default -> {
        double latency = 0.08 * shown.about(0.15 * noise) + waits / 10;
        probe.measure(this, "http.server.request.duration", latency, "s");
        probe.measure(this, "http.server.active_requests", 6 * shown.about(0.3 * noise), "1");
        probe.measure(this, "http_requests_served", rate, "1/s");
        probe.measure(this, "http_requests_total", counter, "1");
        double load = cpu * shown.about(0.1 * noise) / 100 + condition.heat();
        probe.measure(this, "container.cpu.usage", Math.min(1, load), "1");
        double heap = 0.5 * shown.about(0.04 * noise) + condition.memory();
        probe.measure(this, "container.memory.usage", Math.min(0.99, heap), "1");
      }
    }
  }
}
