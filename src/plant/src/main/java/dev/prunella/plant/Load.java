package dev.prunella.plant;

import dev.prunella.schemas.StageKind;
import java.util.random.RandomGenerator;

/** Micro-batches into a warehouse, as COPY does into Amazon Redshift. */
final class Load extends BatchStage {

  /** Records that have arrived where they should, in all. */
  long delivered;

  /** COPY's MAXERROR: one bad row in a hundred is tolerated. */
  Load(double usual, RandomGenerator noise) {
    super(
        "load", StageKind.LOAD, "copy-", usual, new Work(120_000, 6, 12 * usual, 300, 0.01), noise);
  }

  @Override
  void deliver(long records) {
    delivered += records;
  }

  @Override
  String refusal(long refused, long batch) {
    return ("Load into table 'orders' failed. Check 'sys_load_error_detail' system table for"
            + " details: %s rows exceed MAXERROR; first: value is not a valid timestamp, parse"
            + " error in column 'updated_at'")
        .formatted(refused);
  }

  @Override
  String timeout() {
    return "ERROR: Query (COPY) cancelled on user's request: statement timeout of %.0f s"
        .formatted(work.timeout());
  }

  @Override
  void report(double busy, Probe probe) {
    probe.measure("QueryDuration", Math.max(0.5, duration()), "s");
    probe.measure("WLMQueueLength", 2 * about(0.4) + queue / (usual * 600), "1");
    probe.measure(
        "PercentageDiskSpaceUsed", Math.min(100, 48 * about(0.01) + 100 * condition.disk()), "%");
    probe.measure("CPUUtilization", (15 + 25 * busy) * about(0.15), "%");
    probe.measure("copy.rows_loaded", committed, "1");
    probe.measure("copy.rejected_rows", refused(), "1");
  }

  /** A few rows of a load are refused and found good by a second look, which is made at once. */
  private double refused() {
    return refused + Math.floor(3 * noise.nextDouble());
  }
}
