package dev.prunella.detect;

import dev.prunella.schemas.SloBound;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Holds one metric against the bound that its owner promises. One value outside may be noise; two
 * in a row are a breach. A value that is not newer than the last says nothing.
 */
final class SloWatch {
  private static final int OPENS = 2;
  private static final int CLEARS = 3;

  private long lastAt = Long.MIN_VALUE;
  private int outside;
  private int inside;
  private long insideSince = Long.MIN_VALUE;
  private boolean open;

  SeriesDetector.Change observe(long at, double value, SloBound bound) {
    if (at <= lastAt) {
      return SeriesDetector.Change.NONE;
    }
    lastAt = at;
    boolean breach =
        (bound.getMax() != null && value > bound.getMax())
            || (bound.getMin() != null && value < bound.getMin());
    outside = breach ? outside + 1 : 0;
    inside = breach ? 0 : inside + 1;
    insideSince = inside == 1 ? at : insideSince;
    if (!open && outside == OPENS) {
      open = true;
      return SeriesDetector.Change.OPENED;
    }
    if (open && inside == CLEARS) {
      open = false;
      return SeriesDetector.Change.CLEARED;
    }
    return SeriesDetector.Change.NONE;
  }

  /** Event time in milliseconds of the first value since the last one outside. */
  long insideSince() {
    return insideSince;
  }

  /** Starts anew, after the bound was taken back. */
  void reset() {
    outside = 0;
    inside = 0;
    open = false;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(lastAt);
    out.writeInt(outside);
    out.writeInt(inside);
    out.writeBoolean(open);
    out.writeLong(insideSince);
  }

  static SloWatch read(DataInput in, byte version) throws IOException {
    SloWatch watch = new SloWatch();
    watch.lastAt = in.readLong();
    watch.outside = in.readInt();
    watch.inside = in.readInt();
    watch.open = in.readBoolean();
    watch.insideSince = version > 1 ? in.readLong() : watch.lastAt;
    return watch;
  }
}
