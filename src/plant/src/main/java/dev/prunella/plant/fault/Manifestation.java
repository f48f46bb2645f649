package dev.prunella.plant.fault;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;

/**
 * What a stage suffers from a fault that is seen as an error type. The cause has no part in it.
 * Hardness is 1 as a fault begins, and more once it was made worse.
 */
public final class Manifestation {

  /** Parts of what usually comes that are still done, at hardness 1; assumptions. */
  private static final double HARDLY = 0.3;

  private static final double HALF = 0.5;
  private static final double SOME = 0.6;

  /** Share of a gauge that a symptom takes beyond the usual. */
  private static final double FULL = 0.45;

  /** So many times as long as usual everything waits beside a greedy neighbour. */
  private static final double CROWDED = 4;

  /** One row in twenty is bad: more than COPY's MAXERROR, as it is usually set, lets through. */
  private static final double BAD_ROWS = 0.05;

  private static final double MOST_BAD_ROWS = 0.5;

  private Manifestation() {}

  /**
   * A stage that runs batches, or starts them.
   *
   * @param hardness 1 or more
   * @param message what services say of it
   */
  static void ofRuns(Condition condition, ErrorType shown, double hardness, String message) {
    switch (shown) {
      case TIMEOUT, SKEW, LOCK_CONTENTION, UNKNOWN -> {
        condition.crawl(HARDLY / hardness);
        condition.complain(message);
      }
      case THROTTLED -> {
        condition.crawl(SOME / hardness);
        condition.fail(message, 0.7);
      }
      case BACKLOG -> condition.limit(HALF / hardness);
      case DATA_CORRUPTION -> {
        condition.reject(Math.min(MOST_BAD_ROWS, BAD_ROWS * hardness));
        condition.complain(message);
      }
      case CONNECTION_LOST, CREDENTIALS -> condition.cutOff(message);
      case RESOURCE_EXHAUSTION -> {
        condition.slow(SOME / hardness);
        condition.fail(message, 1);
      }
      case SCHEMA_MISMATCH, QUOTA, BAD_DEPLOY -> condition.fail(message, 1);
    }
  }

  /** The same at a stage that works without a pause. */
  static void ofAStream(Condition condition, ErrorType shown, double hardness, String message) {
    switch (shown) {
      case TIMEOUT, SKEW, LOCK_CONTENTION, THROTTLED, QUOTA, UNKNOWN -> {
        condition.crawl(HARDLY / hardness);
        condition.complain(message);
      }
      case BACKLOG -> condition.limit(HALF / hardness);
      case DATA_CORRUPTION -> {
        condition.reject(Math.min(MOST_BAD_ROWS, BAD_ROWS * hardness));
        condition.complain(message);
      }
      case CONNECTION_LOST, CREDENTIALS, RESOURCE_EXHAUSTION, SCHEMA_MISMATCH, BAD_DEPLOY ->
          condition.cutOff(message);
    }
  }

  /**
   * What a stage suffers.
   *
   * @param ripe 0 to 1: below 1 it can be seen to come and does not hurt yet
   */
  public static void strain(
      Condition condition,
      StageKind kind,
      Visible visible,
      double hardness,
      double ripe,
      String message) {
    if (visible.symptoms().contains(Symptom.MEMORY_HIGH)) {
      condition.fillMemory(FULL * ripe);
    }
    if (visible.symptoms().contains(Symptom.DISK_HIGH)) {
      condition.fillDisk(FULL * ripe);
    }
    if (visible.symptoms().contains(Symptom.CPU_HIGH)) {
      condition.heat(FULL * ripe);
    }
    if (visible.symptoms().contains(Symptom.NEIGHBOURS_SLOW)) {
      condition.crowd(CROWDED);
    }
    if (ripe < 1) {
      condition.slow(1 - 0.3 * ripe);
    } else if (kind == StageKind.TRANSFORM
        || kind == StageKind.LOAD
        || kind == StageKind.ORCHESTRATE) {
      ofRuns(condition, visible.errorType(), hardness, message);
    } else {
      ofAStream(condition, visible.errorType(), hardness, message);
    }
  }

  /** What a stage suffers that has no fault of its own, but a neighbour with one. */
  public static void strainBeside(Condition condition, double hardness) {
    condition.crawl(SOME / hardness);
    condition.crowd(CROWDED);
    condition.complain("request to a neighbour timed out");
  }
}
