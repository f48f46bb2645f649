package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How often a stage sends telemetry, learned from the gaps between its records; and from that,
 * after how long without any it counts as silent.
 *
 * <p>Two gaps are followed: the usual one (a slow mean over gaps, each cut to four times the mean,
 * so that a pause does not shift it) and the longest one, which is forgotten with a half-life of a
 * week. A stage that sends every five minutes is silent after half an hour; one that sends a burst
 * a day, after two days.
 *
 * <p>In the first day a burst looks like a rhythm. A stage that reports runs works in bursts, so
 * nothing is said of it before a day was watched; any other counts as silent then too, and what it
 * does in that day is learned in full. Later a gap that counted as silence is learned only up to
 * where silence began, so that the detector does not get used to outages at once.
 */
final class Cadence {

  /** Gaps that must be seen before silence can be told from not knowing. */
  private static final int WARM = 12;

  /** The first day, in milliseconds. */
  private static final long DAY = 86_400_000L;

  /** Silent after so many usual gaps, ... */
  private static final double USUAL_GAPS = 6;

  /** ... and not before so many of the longest. */
  private static final double LONGEST_GAPS = 2;

  private static final double RATE = 0.05;
  private static final double CUT = 4;
  private static final double HALF_LIFE_MILLIS = 7 * 86_400_000.0;

  private long firstAt;
  private long lastAt = Long.MIN_VALUE;
  private int gaps;
  private double usual; // milliseconds
  private double longest; // milliseconds, as of lastAt
  private boolean runs;

  /** The stage reports runs. */
  void reportsRuns() {
    runs = true;
  }

  /** Telemetry of this time, in milliseconds; what is not later than the last is ignored. */
  void observe(long at) {
    if (lastAt == Long.MIN_VALUE) {
      firstAt = at;
      lastAt = at;
      return;
    }
    double gap = at - lastAt;
    if (gap <= 0) {
      return;
    }
    if (isKnown() && isWatched()) {
      gap = Math.min(gap, silentAfter());
    }
    longest = Math.max(gap, longest * Math.pow(0.5, gap / HALF_LIFE_MILLIS));
    usual =
        gaps == 0
            ? gap
            : usual + Math.max(RATE, 1.0 / (gaps + 1)) * (Math.min(gap, CUT * usual) - usual);
    gaps++;
    lastAt = at;
  }

  /** When the newest telemetry was, in milliseconds; {@link Long#MIN_VALUE} if there was none. */
  long lastAt() {
    return lastAt;
  }

  /** The usual gap in milliseconds; 0 if none is known. */
  double usualMillis() {
    return usual;
  }

  /**
   * From when on the stage is silent if nothing comes, in milliseconds; {@link Long#MAX_VALUE}
   * while it is not known.
   */
  long silentFrom(long declaredMillis) {
    if (lastAt == Long.MIN_VALUE) {
      return Long.MAX_VALUE;
    }
    long after = silentAfterMillis(declaredMillis);
    return after > 0 ? lastAt + after : Long.MAX_VALUE;
  }

  /**
   * After how many milliseconds without telemetry the stage is silent; 0 while it is not known.
   *
   * @param declaredMillis what its owner says; 0 if nothing
   */
  long silentAfterMillis(long declaredMillis) {
    if (declaredMillis > 0) {
      return declaredMillis;
    }
    return isKnown() ? (long) Math.ceil(silentAfter()) : 0;
  }

  private boolean isKnown() {
    return gaps >= WARM && (isWatched() || !runs);
  }

  private boolean isWatched() {
    return lastAt - firstAt >= DAY;
  }

  private double silentAfter() {
    return Math.max(USUAL_GAPS * usual, LONGEST_GAPS * longest);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(firstAt);
    out.writeLong(lastAt);
    out.writeInt(gaps);
    out.writeDouble(usual);
    out.writeDouble(longest);
    out.writeBoolean(runs);
  }

  static Cadence read(DataInput in) throws IOException {
    Cadence cadence = new Cadence();
    cadence.firstAt = in.readLong();
    cadence.lastAt = in.readLong();
    cadence.gaps = in.readInt();
    cadence.usual = in.readDouble();
    cadence.longest = in.readDouble();
    cadence.runs = in.readBoolean();
    return cadence;
  }
}
