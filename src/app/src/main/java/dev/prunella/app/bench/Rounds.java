package dev.prunella.app.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a job drains telemetry that lies in Kafka. Each round is written in one transaction, so
 * that nothing is written while it is drained.
 */
final class Rounds {

  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Lane lane;
  private final Facts facts;
  private final int stages;
  private final int cadences;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> micros = new ArrayList<>();
  private Instant end;

  /**
   * @param records in a round, about: it is of whole cadences
   */
  Rounds(Lane lane, Facts facts, int stages, int records) {
    this.lane = lane;
    this.facts = facts;
    this.stages = stages;
    this.cadences = Math.max(1, records / (stages * Metric.ALL.length));
  }

  /** Writes the next round, unseen by the job. */
  void write() {
    lane.hold();
    Instant at = lane.now();
    for (int cadence = 0; cadence < cadences; cadence++) {
      for (int stage = 0; stage < stages; stage++) {
        for (Metric metric : Metric.ALL) {
          lane.sendHeld(facts.measurement(stage, metric, at));
        }
      }
      at = at.plus(Facts.CADENCE);
      lane.tickHeld(at);
    }
    lane.flushHeld();
    end = at;
  }

  /** Lets the job drain it. */
  void drain() throws Exception {
    double records = (double) cadences * stages * Metric.ALL.length;
    long cpu = SYSTEM.getProcessCpuTime();
    long from = System.currentTimeMillis();
    lane.release();
    long to = lane.await(end);
    micros.add((SYSTEM.getProcessCpuTime() - cpu) / 1e3 / records);
    rates.add(records * 1000 / Math.max(1, to - from));
  }

  /** What was measured so far does not count. */
  void forget() {
    rates.clear();
    micros.clear();
  }

  /** Records a second, of each round. */
  Spread rates() {
    return Spread.of(rates);
  }

  /** Of this job's rates by those of another, round by round. */
  Spread ratios(Rounds other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      ratios.add(rates.get(i) / other.rates.get(i));
    }
    return Spread.of(ratios);
  }

  /** CPU time of the whole process for one record, in microseconds, of each round. */
  Spread cpuMicros() {
    return Spread.of(micros);
  }
}
