package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Recognises a counter (a value that only grows, but for resets) and turns it into its rate, as
 * level and spread of a counter say nothing. A fall is a reset, after which the counter started at
 * zero (the convention of Prometheus' {@code rate()}).
 */
final class CounterRate {
  /** Falls after which it was no counter after all; each is forgotten over some 200 points. */
  private static final double TOO_MANY_FALLS = 5;

  private static final double FALL_MEMORY = 1 - 1.0 / 200;

  private boolean counter;
  private boolean decided;
  private int points;
  private int rises;
  private double falls;
  private double last;

  /**
   * Takes in a raw value; true when the series turned out to be of the other kind: learn it anew.
   */
  boolean observe(double value, int decideAfterPoints) {
    double step = points == 0 ? 0 : value - last;
    points = Math.min(points + 1, Integer.MAX_VALUE - 1);
    falls = falls * FALL_MEMORY + (step < 0 ? 1 : 0);
    if (!decided) {
      rises += step > 0 ? 1 : 0;
      if (points > decideAfterPoints) {
        decided = true;
        counter = falls == 0 && 2 * rises >= points;
        return counter;
      }
      return false;
    }
    if (counter && falls > TOO_MANY_FALLS) {
      counter = false;
      return true;
    }
    return false;
  }

  /** The value to judge: itself, or for a counter its growth per second since the last point. */
  double convert(double value, long sinceLastMillis) {
    double step = value < last ? value : value - last;
    last = value;
    return counter ? step * 1000 / sinceLastMillis : value;
  }

  boolean isCounter() {
    return counter;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(counter);
    out.writeBoolean(decided);
    out.writeInt(points);
    out.writeInt(rises);
    out.writeDouble(falls);
    out.writeDouble(last);
  }

  static CounterRate read(DataInput in) throws IOException {
    CounterRate c = new CounterRate();
    c.counter = in.readBoolean();
    c.decided = in.readBoolean();
    c.points = in.readInt();
    c.rises = in.readInt();
    c.falls = in.readDouble();
    c.last = in.readDouble();
    return c;
  }
}
