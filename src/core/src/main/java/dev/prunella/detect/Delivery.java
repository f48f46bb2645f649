package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a stage delivers as much work as usual, by one metric that counts work (rows out,
 * throughput). A stage that was paused or throttled has fine latencies and no errors; only this
 * tells it from one that has recovered.
 *
 * <p>What was delivered of late is compared with what the frozen baseline expected for the same
 * points, both as exponential means over as many points as the series' own noise needs, so that
 * noise alone seldom falls below the share. Where normal operation falls lower (a season that is
 * not learned yet), the share is lowered to what normal operation has shown.
 */
public final class Delivery {

  /** Less than this share of the usual is not delivery as usual. */
  static final double SHARE = 0.7;

  /** Hysteresis: so much more of the usual, as a share, is delivery as usual again. */
  private static final double AGAIN = 0.1;

  /** A mean over fewer points would be one point, ... */
  private static final int LEAST_POINTS = 5;

  /** ... one over more would take too long to tell a pause. */
  private static final int MOST_POINTS = 24;

  /** Deviations of the mean that noise may reach before the share is reached. */
  private static final double NOISE = 4;

  /** Standard deviation of a normal value, in mean absolute deviations. */
  private static final double DEVIATION = 1.2533;

  /** Where less than this share of the mean level is usual, there is no work to be missed. */
  private static final double IDLE = 0.1;

  /** Lows of normal operation are kept by the quarter of a day, ... */
  private static final long BLOCK = 6 * 3_600_000L;

  /** ... and forgotten in about four days. */
  private static final double FORGET = 0.06;

  /** Lower than what normal operation has shown, by this factor. */
  private static final double BELOW_LOWEST = 0.9;

  /** Slower than this the metric comes with the runs of a batch, and its runs tell. */
  private static final double SLOWEST_MILLIS = 3_600_000;

  private static final Set<String> THINGS =
      Set.of(
          "row",
          "rows",
          "record",
          "records",
          "message",
          "messages",
          "event",
          "events",
          "byte",
          "bytes",
          "file",
          "files",
          "batch",
          "batches",
          "query",
          "queries",
          "task",
          "tasks",
          "document",
          "documents",
          "request",
          "requests",
          "tuples",
          "items");

  private static final Set<String> DONE =
      Set.of(
          "out",
          "outgoing",
          "output",
          "send",
          "sent",
          "write",
          "writes",
          "written",
          "read",
          "loaded",
          "produced",
          "emitted",
          "published",
          "completed",
          "committed",
          "inserted",
          "consumed",
          "transferred",
          "copied",
          "applied",
          "processed",
          "delivered",
          "ingested",
          "succeeded",
          "served");

  private static final Set<String> DONE_WHATEVER_IT_WAS =
      Set.of("throughput", "processed", "delivered", "ingested", "successes");

  private static final Set<String> MEASURES =
      Set.of("per", "second", "sec", "s", "minute", "min", "rate", "total", "count", "num");

  /** These count what waits, what went wrong or what it took, not work that was done. */
  private static final Set<String> NO_WORK =
      Set.of(
          "queue",
          "queued",
          "backlog",
          "lag",
          "pending",
          "waiting",
          "wait",
          "error",
          "errors",
          "fail",
          "failed",
          "failure",
          "failures",
          "reject",
          "rejected",
          "rejects",
          "invalid",
          "corrupt",
          "drop",
          "dropped",
          "skip",
          "skipped",
          "late",
          "retry",
          "retries",
          "dead",
          "deadletterqueue",
          "duplicate",
          "duplicates",
          "null",
          "nulls",
          "latency",
          "duration",
          "time",
          "ms",
          "age",
          "size",
          "buffer",
          "buffered",
          "free",
          "memory",
          "heap",
          "disk",
          "network",
          "cpu",
          "swap",
          "limit",
          "quota",
          "ratio",
          "percentage",
          "percent");

  private double delivered;
  private double usual;
  private double window; // points; 0 before the first
  private double lowest = 1;
  private double lowestOfBlock = 1;
  private long block = Long.MIN_VALUE;
  private boolean due; // work is usual at the time of the last point

  /**
   * Whether a metric of this name counts work that was done, whatever the spelling: {@code
   * rows_out}, {@code CDCThroughputRowsTarget}, {@code sink-record-send-rate}.
   */
  public static boolean isCountedBy(String metric) {
    String[] words =
        metric
            .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
            .replaceAll("([A-Z])([A-Z][a-z])", "$1 $2")
            .toLowerCase(Locale.ROOT)
            .split("[^a-z0-9]+");
    boolean things = false;
    boolean done = false;
    boolean certain = false;
    boolean bare = true;
    for (String word : words) {
      if (NO_WORK.contains(word)) {
        return false;
      }
      things |= THINGS.contains(word);
      done |= DONE.contains(word);
      certain |= DONE_WHATEVER_IT_WAS.contains(word);
      bare &= THINGS.contains(word) || MEASURES.contains(word) || word.isEmpty();
    }
    return certain || (things && (done || bare));
  }

  /**
   * Takes in a point.
   *
   * @param atMillis event time in milliseconds
   * @param value what was delivered; a rate, or an amount for each interval
   * @param expected what is usual at this time
   * @param level what is usual over the whole season
   * @param spread how far single points usually are from that, as a mean absolute deviation
   * @param watched whether something may be wrong with the stage, so that this point says nothing
   *     of what is normal
   */
  void observe(
      long atMillis, double value, double expected, double level, double spread, boolean watched) {
    if (window == 0) {
      delivered = value;
      usual = expected;
    }
    double gap = (1 - SHARE) * Math.max(expected, Double.MIN_NORMAL);
    double noise = NOISE * DEVIATION * spread / gap;
    // the variance of an exponential mean with gain 1/n is that of one point by 2n - 1
    window = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, (noise * noise + 1) / 2));
    delivered += (value - delivered) / window;
    usual += (expected - usual) / window;
    due = usual > 0 && usual > IDLE * level;
    rememberLowest(atMillis, watched);
  }

  private void rememberLowest(long atMillis, boolean watched) {
    long now = Math.floorDiv(atMillis, BLOCK);
    if (watched) {
      block = Long.MIN_VALUE; // nor is what came just before to be trusted: the fault's beginning
      return;
    }
    if (now != block) {
      if (block != Long.MIN_VALUE) {
        lowest = Math.min(lowestOfBlock, lowest + FORGET * (1 - lowest));
      }
      block = now;
      lowestOfBlock = 1;
    }
    if (due) {
      lowestOfBlock = Math.min(lowestOfBlock, Math.max(0, delivered / usual));
    }
  }

  /** Whether clearly less is delivered than usual. */
  boolean isLow() {
    return due && delivered < least();
  }

  /** Whether about as much is delivered as usual again; not known in hours without work. */
  boolean isUsual() {
    return due && delivered >= least() + AGAIN * usual;
  }

  private double share() {
    return Math.min(SHARE, BELOW_LOWEST * lowest);
  }

  /** The mean of late, in units of the metric, or per second if it is a counter. */
  double delivered() {
    return delivered;
  }

  /** What was usual for the same points. */
  double usual() {
    return usual;
  }

  /** The share of the usual that is missing, 0 to 1. */
  double shortfall() {
    return usual > 0 ? Math.max(0, Math.min(1, 1 - delivered / usual)) : 0;
  }

  /** The least that counts as delivery as usual. */
  double least() {
    return share() * usual;
  }

  /**
   * Milliseconds after which a stage that stopped delivering is sure to be told from one that
   * delivers, for a metric that comes at this interval; 0 if the metric is too slow to be watched.
   */
  long neededMillis(double intervalMillis) {
    return intervalMillis > SLOWEST_MILLIS ? 0 : (long) Math.ceil((window + 1) * intervalMillis);
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(delivered);
    out.writeDouble(usual);
    out.writeDouble(window);
    out.writeDouble(lowest);
    out.writeDouble(lowestOfBlock);
    out.writeLong(block);
    out.writeBoolean(due);
  }

  static Delivery read(DataInput in) throws IOException {
    Delivery delivery = new Delivery();
    delivery.delivered = in.readDouble();
    delivery.usual = in.readDouble();
    delivery.window = in.readDouble();
    delivery.lowest = in.readDouble();
    delivery.lowestOfBlock = in.readDouble();
    delivery.block = in.readLong();
    delivery.due = in.readBoolean();
    return delivery;
  }
}
