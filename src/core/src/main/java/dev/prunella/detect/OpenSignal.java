package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is kept of a signal: how it opened, how far it went, and the normal that would replace the
 * old one.
 */
final class OpenSignal {
  /** When an unstable new normal is adopted as well, in units of {@code rebaseMillis}. */
  private static final int REBASE_ANYWAY = 5;

  private final long openedAt;
  private int statistic;
  private final double[] peaks = new double[Statistics.COUNT];
  private Shadow shadow = new Shadow();
  private double peakDecades;
  private double reportedDecades;
  private double farthest;
  private int pointsInBand;
  private int pointsInside;
  private long insideSince;
  private boolean saidInside;

  /**
   * A signal that opens.
   *
   * @param openedAt event time in milliseconds
   * @param statistic the one that fired
   * @param decades its surprise
   */
  OpenSignal(long openedAt, int statistic, double decades) {
    this.openedAt = openedAt;
    this.statistic = statistic;
    peakDecades = decades;
    reportedDecades = decades;
    Arrays.fill(peaks, Double.NEGATIVE_INFINITY);
  }

  /** Takes in a point, the one that opened the signal included. */
  void observe(
      double value, double residual, double seasonal, Statistics statistics, int memoryPoints) {
    for (int i = 0; i < peaks.length; i++) {
      peaks[i] = Math.max(peaks[i], statistics.get(i));
    }
    farthest = Math.max(farthest, Math.abs(residual));
    shadow.learn(value, seasonal, memoryPoints);
  }

  /** Whether a surprise is the largest of this signal; keeps it if so. */
  boolean isNews(double decades) {
    boolean news = decades > peakDecades;
    peakDecades = Math.max(peakDecades, decades);
    return news;
  }

  /** From now on the signal rests on this statistic. */
  void restOn(int next) {
    statistic = next;
    pointsInBand = 0;
  }

  /** Counts consecutive points that are inside the band, back or not, and says how many. */
  int countInside(boolean inside, long atMillis) {
    pointsInside = inside ? pointsInside + 1 : 0;
    insideSince = pointsInside == 1 ? atMillis : insideSince;
    return pointsInside;
  }

  /** Whether there are as many of them. */
  boolean isInside(int enough) {
    return pointsInside >= enough;
  }

  /** Whether it was just now that they became enough, or that one came after enough of them. */
  boolean hasTurned(int enough) {
    boolean inside = isInside(enough);
    boolean turned = inside != saidInside;
    saidInside = inside;
    return turned;
  }

  /** Event time in milliseconds of the first of them; 0 if there was none. */
  long insideSince() {
    return insideSince;
  }

  /** Whether the signal has become ten times as surprising as last reported; reports it if so. */
  boolean isMuchWorse() {
    boolean worse = peakDecades >= reportedDecades + 1;
    reportedDecades = worse ? peakDecades : reportedDecades;
    return worse;
  }

  /** Counts consecutive points that are back, and says how many there are. */
  int countBack(boolean back) {
    pointsInBand = back ? pointsInBand + 1 : 0;
    return pointsInBand;
  }

  boolean isNewNormal(long atMillis, SeriesParameters parameters) {
    long open = atMillis - openedAt;
    return open >= parameters.rebaseMillis()
        && shadow.points() >= parameters.rebasePoints()
        && (shadow.isStable() || open / REBASE_ANYWAY >= parameters.rebaseMillis());
  }

  long openedAt() {
    return openedAt;
  }

  int statistic() {
    return statistic;
  }

  double peakDecades() {
    return peakDecades;
  }

  /** Largest value of a statistic during the signal. */
  double peak(int i) {
    return peaks[i];
  }

  /** Largest distance from what was expected, in units of the series. */
  double farthest() {
    return farthest;
  }

  Shadow shadow() {
    return shadow;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(openedAt);
    out.writeByte(statistic);
    for (double p : peaks) {
      out.writeDouble(p);
    }
    shadow.write(out);
    out.writeDouble(peakDecades);
    out.writeDouble(reportedDecades);
    out.writeDouble(farthest);
    out.writeInt(pointsInBand);
    out.writeInt(pointsInside);
    out.writeLong(insideSince);
    out.writeBoolean(saidInside);
  }

  static OpenSignal read(DataInput in, byte version) throws IOException {
    OpenSignal s = new OpenSignal(in.readLong(), in.readByte(), 0);
    for (int i = 0; i < s.peaks.length; i++) {
      s.peaks[i] = in.readDouble();
    }
    s.shadow = Shadow.read(in);
    s.peakDecades = in.readDouble();
    s.reportedDecades = in.readDouble();
    s.farthest = in.readDouble();
    s.pointsInBand = in.readInt();
    s.pointsInside = version > 1 ? in.readInt() : 0;
    s.insideSince = version > 1 ? in.readLong() : 0;
    s.saidInside = version > 1 && in.readBoolean();
    return s;
  }
}
