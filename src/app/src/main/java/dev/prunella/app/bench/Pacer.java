package dev.prunella.app.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Gives a job telemetry at a steady rate, with failing runs in it, and notes when each was sent.
 * Meanwhile its time passes as fast as that on the wall, told by a clock record now and then.
 */
final class Pacer {

  private static final long STEP = Duration.ofMillis(1).toNanos();
  private static final long NEVER = 0;

  private final Lane lane;
  private final Facts facts;
  private final Stages stages;
  private final Duration tick;
  private final long[] sentAt; // by failing stage, in milliseconds on the wall
  private final long[] tickedAt; // the first clock record after that
  private int nextFailing;
  private int nextTicked;
  private long nextMeasurement;

  /**
   * @param tick between two clock records
   */
  Pacer(Lane lane, Facts facts, Stages stages, Duration tick) {
    this.lane = lane;
    this.facts = facts;
    this.stages = stages;
    this.tick = tick;
    sentAt = new long[stages.failing()];
    tickedAt = new long[stages.failing()];
  }

  /**
   * Paces for at least so long; returns once the job has come to its end.
   *
   * @param failures runs that fail a second
   * @param measurements a second
   * @param goesOn asked all the time; whether to go on after that
   */
  void pace(Duration length, double failures, double measurements, BooleanSupplier goesOn)
      throws Exception {
    Instant begin = lane.now();
    long start = System.nanoTime();
    long ticks = 0;
    long failed = 0;
    long measured = 0;
    boolean going = true;
    while (going) {
      long passed = System.nanoTime() - start;
      going = passed < length.toNanos() | goesOn.getAsBoolean();
      Instant at = begin.plusNanos(passed);
      for (; measured < passed * measurements / 1e9; measured++) {
        measure(at);
      }
      for (; failed < passed * failures / 1e9; failed++) {
        fail(at);
      }
      if (passed >= (ticks + 1) * tick.toNanos()) {
        ticks = passed / tick.toNanos();
        tick(at);
      }
      LockSupport.parkNanos(STEP);
    }
    long last = (ticks + 1) * tick.toNanos(); // what failed at the end has to wait as all else
    while (System.nanoTime() - start < last) {
      LockSupport.parkNanos(STEP);
    }
    tick(begin.plusNanos(last));
    lane.await(lane.now());
  }

  private void measure(Instant at) {
    int series = (int) (nextMeasurement++ % ((long) stages.watched() * Metric.ALL.length));
    Metric metric = Metric.ALL[series % Metric.ALL.length];
    lane.send(facts.measurement(series / Metric.ALL.length, metric, at));
  }

  private void fail(Instant at) {
    if (nextFailing < stages.failing()) {
      sentAt[nextFailing] = System.currentTimeMillis();
      lane.send(Facts.failedRun(nextFailing++, at));
    }
  }

  private void tick(Instant time) {
    // a clock record says that all before it is there, so what came in this millisecond waits on
    lane.tick(time.plusMillis(1));
    Arrays.fill(tickedAt, nextTicked, nextFailing, System.currentTimeMillis());
    nextTicked = nextFailing;
  }

  /** How many runs have failed. */
  int failed() {
    return nextFailing;
  }

  /** How long each failure of a range had to wait for the clock. */
  Latency clockWait(int from, int to) {
    return latency(tickedAt, from, to);
  }

  /**
   * From when a failure was sent until something happened, for those of a range to which it did.
   *
   * @param at when, in milliseconds on the wall, by failing stage; 0 if never
   */
  Latency latency(long[] at, int from, int to) {
    long[] millis = new long[to - from];
    int count = 0;
    for (int i = from; i < to; i++) {
      if (at[i] != NEVER) {
        millis[count++] = at[i] - sentAt[i];
      }
    }
    return Latency.of(Arrays.copyOf(millis, count));
  }

  /** When something first happened to each failing stage. */
  static long[] first(int failing, Source source) throws Exception {
    long[] at = new long[failing];
    source.read(
        (stage, time) -> {
          int number = Stages.failing(stage);
          if (number >= 0 && at[number] == NEVER) {
            at[number] = time;
          }
        });
    return at;
  }

  /** Something that happened to stages, and when. */
  interface Source {
    void read(java.util.function.BiConsumer<String, Long> each) throws Exception;
  }
}
