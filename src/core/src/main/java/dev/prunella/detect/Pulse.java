package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How often a metric that counts work done comes, and how long it takes to tell a pause by it. */
final class Pulse {
  final Cadence cadence;

  /**
   * Milliseconds after which a pause is sure to show in the metric's values; 0 if it is not known,
   * or too slow to be watched. See {@link Delivery#neededMillis}.
   */
  long neededMillis;

  Pulse() {
    this(new Cadence());
  }

  private Pulse(Cadence cadence) {
    this.cadence = cadence;
  }

  /**
   * From when on the metric is missing if it does not come, in milliseconds; {@link
   * StageDetector#NEVER} while that is not known.
   *
   * @param resumedAt when the stage last began to send again after a silence; what it sends is
   *     waited for anew
   */
  long missingFrom(long resumedAt) {
    long after = cadence.silentAfterMillis(0);
    return neededMillis == 0 || after == 0
        ? StageDetector.NEVER
        : Math.max(cadence.lastAt(), resumedAt) + after;
  }

  void write(DataOutput out) throws IOException {
    cadence.write(out);
    out.writeLong(neededMillis);
  }

  static Pulse read(DataInput in) throws IOException {
    Pulse pulse = new Pulse(Cadence.read(in));
    pulse.neededMillis = in.readLong();
    return pulse;
  }
}
