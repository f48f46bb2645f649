package dev.prunella.plant;

/** A share of something over about the last hour: older things count less and less. */
final class Lately {
  private static final double HOUR = 3_600_000;

  private double some;
  private double all;
  private long at = Long.MIN_VALUE;

  /** So many more of them, and so many more in all. */
  void add(long now, double more, double moreInAll) {
    if (moreInAll == 0) {
      return;
    }
    if (now > at && at != Long.MIN_VALUE) {
      double keep = Math.exp((at - now) / HOUR);
      some *= keep;
      all *= keep;
    }
    at = now;
    some += more;
    all += moreInAll;
  }

  /** The share, 0 to 1; {@code otherwise} if there was nothing. */
  double share(double otherwise) {
    return all > 0 ? some / all : otherwise;
  }
}
