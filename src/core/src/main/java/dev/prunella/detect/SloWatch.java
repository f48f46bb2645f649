package dev.prunella.detect;

import dev.prunella.schemas.SloBound;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Holds one metric against the bound that its owner promises. One value outside may be noise; two
 * in a row are a breach.
 */
final class SloWatch {
  private static final int OPENS = 2;
  private static final int CLEARS = 3;

  private int outside;
  private int inside;
  private boolean open;

  SeriesDetector.Change observe(double value, SloBound bound) {
    boolean breach =
        (bound.getMax() != null && value > bound.getMax())
            || (bound.getMin() != null && value < bound.getMin());
    outside = breach ? outside + 1 : 0;
    inside = breach ? 0 : inside + 1;
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

  void write(DataOutput out) throws IOException {
    out.writeInt(outside);
    out.writeInt(inside);
    out.writeBoolean(open);
  }

  static SloWatch read(DataInput in) throws IOException {
    SloWatch watch = new SloWatch();
    watch.outside = in.readInt();
    watch.inside = in.readInt();
    watch.open = in.readBoolean();
    return watch;
  }
}
