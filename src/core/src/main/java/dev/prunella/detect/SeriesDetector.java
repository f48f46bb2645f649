package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Detection on one metric of one stage, point by point: no clock, no threads, no look-ahead, state
 * of at most about 4 KB (1.8 KB once no season is found).
 *
 * <p>Each point gives nine statistics ({@link Statistics}) relative to a robust baseline with
 * season ({@link Baseline}). How surprising each is, the series' own past says ({@link Tail}). A
 * signal opens when the largest surprise reaches a threshold, which rises with the openings of
 * late. While it is open, nothing that defines normal is learned, so that a fault cannot become
 * normal; it clears when consecutive points are back inside the band of before. A change that stays
 * is adopted after a long time from a shadow baseline and reported as {@link Change#REBASED}, which
 * is not recovery. Nor is anything learned while others have found something wrong.
 *
 * <p>A metric that counts work done has a {@link Delivery} too: while something is wrong with the
 * stage, a signal opens when it delivers less than its share of the usual, strange or not, and no
 * signal clears before it delivers that again.
 *
 * <p>Not thread-safe.
 */
public final class SeriesDetector {
  /** What a point changed. */
  public enum Change {
    /** Nothing. */
    NONE,
    /** A signal opened at this point. */
    OPENED,
    /** The open signal became at least ten times as surprising as last reported. */
    UPDATED,
    /** Enough consecutive points were back inside the band learned before the signal opened. */
    CLEARED,
    /** The series did not come back; what it does now is the new normal. */
    REBASED
  }

  private static final byte VERSION = 2; // 1 had no delivery, and did not forget faults

  /** Consecutive points that clear a signal of delivery, whose mean is smooth already. */
  private static final int DELIVERY_CLEAR_POINTS = 3;

  /** A gap of so many intervals makes the point before it no measure for the next one. */
  private static final int GAP_INTERVALS = 10;

  /** Share by which the learned sampling interval follows each new one. */
  private static final double INTERVAL_GAIN = 0.05;

  /**
   * Points before the tails learn, as the first deviations are from a level of hardly any points.
   */
  private static final int TAILS_FROM = 20;

  private static final int SPIKE_UP = 0;
  private static final int SPIKE_DOWN = 1;

  private final SeriesParameters parameters;
  private Baseline baseline;
  private Statistics statistics;
  private final Tail[] tails = new Tail[Statistics.COUNT];
  private final CounterRate rate;

  /** Null if the metric does not count work. */
  private Delivery delivery;

  private long points;
  private long invalid;
  private long late;
  private long lastMillis;
  private double interval;
  private double recentOpenings;

  /** The signal now open or last open; null before the first. */
  private OpenSignal signal;

  private boolean open;

  private double score;
  private double expected;
  private double lower;
  private double upper;
  private double spreads;

  public SeriesDetector() {
    this(SeriesParameters.DEFAULT);
  }

  public SeriesDetector(SeriesParameters parameters) {
    this.parameters = parameters;
    rate = new CounterRate();
    learnAnew();
  }

  private void learnAnew() {
    baseline = new Baseline();
    statistics = new Statistics();
    for (int i = 0; i < tails.length; i++) {
      tails[i] = new Tail(parameters.priorWeight() * Statistics.priorFactor(i), bandDecades(i));
    }
    delivery = delivery == null ? null : new Delivery();
    open = false;
    points = 0;
  }

  /** The band of values is that of the spikes. */
  private double bandDecades(int statistic) {
    boolean spike = statistic == SPIKE_UP || statistic == SPIKE_DOWN;
    return spike ? parameters.clearDecades() : Tail.NO_BAND;
  }

  /** From now on this is a metric that counts work done. */
  void watchDelivery() {
    delivery = new Delivery();
  }

  /** What the metric says of the work done; null if it does not count work. */
  Delivery delivery() {
    return delivery;
  }

  /** Takes in one point of a series with which nothing else is wrong. */
  public Change observe(long atMillis, double value) {
    return observe(atMillis, value, false);
  }

  /**
   * Takes in one point. A value that is not finite, and a point not newer than the last one, are
   * counted and otherwise ignored: the getters keep what they said.
   *
   * @param atMillis event time, milliseconds since the epoch
   * @param value in the metric's own unit
   * @param suspect whether other evidence says that something may be wrong: nothing is learned of
   *     what is normal once that is known at all, and delivery is called for
   */
  public Change observe(long atMillis, double value, boolean suspect) {
    if (!(Math.abs(value) <= Float.MAX_VALUE)) {
      invalid++;
      return Change.NONE;
    }
    boolean first = points == 0 && interval == 0 && baseline.isEmpty();
    if (!first && atMillis <= lastMillis) {
      late++;
      return Change.NONE;
    }
    long sinceLast = first ? 0 : atMillis - lastMillis;
    learnInterval(sinceLast);
    lastMillis = atMillis;
    boolean wasOpen = isOpen();
    if (rate.observe(value, parameters.warmUpPoints())) {
      rate.convert(value, Math.max(1, sinceLast));
      learnAnew();
      return wasOpen ? Change.REBASED : Change.NONE;
    }
    return judge(atMillis, rate.convert(value, Math.max(1, sinceLast)), sinceLast, suspect);
  }

  private void learnInterval(long sinceLast) {
    if (interval == 0) {
      interval = sinceLast;
    } else {
      double step = Baseline.clip((sinceLast - interval) / interval, 1);
      interval += INTERVAL_GAIN * interval * step;
    }
  }

  private Change judge(long at, double x, long sinceLast, boolean suspect) {
    if (baseline.isEmpty()) {
      baseline.learn(at, x, interval, parameters);
    }
    points++;
    expected = baseline.expectedAt(at);
    double scale = baseline.scaleAt(at, parameters);
    spreads = (x - expected) / scale;
    lower = expected - scale * tails[SPIKE_DOWN].band();
    upper = expected + scale * tails[SPIKE_UP].band();
    boolean fresh = points <= 2 || sinceLast > GAP_INTERVALS * interval;
    statistics.observe(x - expected, scale, baseline.floorAt(at, parameters), fresh);
    if (delivery != null) {
      double most = expected + parameters.clipSpreads() * scale; // catching up is no credit
      delivery.observe(at, Math.min(x, most), expected, baseline.level(), scale, suspect || open);
    }

    boolean warm = points >= parameters.warmUp(interval);
    int strongest = 0;
    double surprise = 0;
    for (int i = 0; warm && i < tails.length; i++) {
      double decades = tails[i].decades(statistics.get(i));
      if (decades > surprise) {
        surprise = decades;
        strongest = i;
      }
    }
    recentOpenings *= 1 - 1.0 / parameters.budgetPoints();
    double threshold = parameters.openDecades() + parameters.budgetDecades() * recentOpenings;
    score = surprise / (surprise + threshold);
    if (isOpen()) {
      return whileOpen(at, x, strongest, surprise, threshold);
    }
    if (surprise >= threshold) {
      recentOpenings++;
      return open(at, x, strongest, surprise);
    }
    if (!suspect || !knowsUsual()) {
      learn(at, x);
    } else if (delivery != null && delivery.isLow()) {
      return open(at, x, Statistics.DELIVERY, surprise);
    }
    return Change.NONE;
  }

  /** Whether enough was seen to say what is usual, if not yet what is strange. */
  boolean knowsUsual() {
    return points >= parameters.warmUpPoints();
  }

  private void learn(long at, double x) {
    double gain = baseline.gain(parameters);
    statistics.learn(gain, parameters.clipSpreads());
    baseline.learn(at, x, interval, parameters);
    if (points > TAILS_FROM) {
      for (int i = 0; i < tails.length; i++) {
        tails[i].add(statistics.get(i), 1, parameters.tailPoints());
      }
    }
  }

  private Change open(long at, double x, int strongest, double surprise) {
    signal = new OpenSignal(at, strongest, surprise);
    observeSignal(at, x);
    open = true;
    baseline.interrupt();
    return Change.OPENED;
  }

  private void observeSignal(long at, double x) {
    double seasonal = baseline.seasonalAt(at);
    signal.observe(x, x - expected, seasonal, statistics, parameters.baselinePoints());
  }

  private Change whileOpen(long at, double x, int strongest, double surprise, double threshold) {
    observeSignal(at, x);
    if (!signal.isNews(surprise)) {
      score *= 0.5; // the signal has said as much before
    }
    boolean grows = signal.statistic() == Statistics.DELIVERY && surprise >= threshold;
    if (grows) {
      signal.restOn(strongest); // so little that it is strange by itself
    }
    if (isBack(at, x, surprise, threshold)) {
      close();
      return Change.CLEARED;
    }
    if (signal.isNewNormal(at, parameters)) {
      baseline.rebase(at, interval, signal.shadow());
      statistics.rebase(x - baseline.expectedAt(at));
      delivery = delivery == null ? null : new Delivery();
      close();
      return Change.REBASED;
    }
    return signal.isMuchWorse() || grows ? Change.UPDATED : Change.NONE;
  }

  /** Counts the points that are back where they were before, and says whether there are enough. */
  private boolean isBack(long at, double x, double surprise, double threshold) {
    int fired = signal.statistic();
    if (fired == Statistics.DELIVERY) {
      return signal.countBack(signal.countInside(delivery.isUsual(), at) > 0)
          >= DELIVERY_CLEAR_POINTS;
    }
    boolean inside = x >= lower && x <= upper;
    if (signal.countInside(inside, at) == parameters.clearPoints()) {
      statistics.forget(fired);
    }
    boolean back =
        inside
            && tails[fired].decades(statistics.get(fired)) < parameters.clearDecades()
            && surprise < threshold;
    boolean enough = signal.countBack(back) >= parameters.clearPoints();
    return enough && (delivery == null || !delivery.isLow());
  }

  /** Ends the signal; its peaks become part of what this series has been seen to do. */
  private void close() {
    open = false;
    baseline.remember(signal.farthest(), parameters);
    for (int i = 0; i < tails.length; i++) {
      tails[i].add(signal.peak(i), parameters.incidentWeight(), parameters.tailPoints());
    }
  }

  /** Whether a signal is open. */
  public boolean isOpen() {
    return open;
  }

  /**
   * Event time in milliseconds of the point that opened the signal now or last open; 0 before the
   * first.
   */
  public long openedAt() {
    return signal == null ? 0 : signal.openedAt();
  }

  /**
   * Event time in milliseconds since which the values are inside the band again; {@link
   * Long#MIN_VALUE} if they are not, or not for long enough to say so. That what adds up over many
   * values is over too is known only later.
   */
  long insideSince() {
    boolean certain = !open || signal.isInside(parameters.clearPoints());
    return certain ? signal.insideSince() : Long.MIN_VALUE;
  }

  /** Whether it was with the last point that the values of an open signal came back, or left. */
  boolean hasTurned() {
    return open && signal.hasTurned(parameters.clearPoints());
  }

  /** What the signal now or last open rests on; null before the first. */
  public Deviation deviation() {
    return signal == null ? null : Statistics.deviation(signal.statistic());
  }

  /**
   * Which way that evidence points: 1 upward, -1 downward, 0 neither (volatility, or no signal
   * yet).
   */
  public int direction() {
    return signal == null ? 0 : Statistics.direction(signal.statistic());
  }

  /**
   * Strangeness of the last point, 0..1, monotone in its surprise; 0.5 is the threshold of opening.
   * Halved while a signal is open that has been as strange before. 0 during warm-up.
   */
  public double score() {
    return score;
  }

  /**
   * Largest surprise of the signal now or last open, in decades ({@code -log10} of a probability).
   */
  public double peakDecades() {
    return signal == null ? 0 : signal.peakDecades();
  }

  /**
   * Value expected for the last point, in units of the metric, or per second if {@link #isCounter}.
   */
  public double expected() {
    return expected;
  }

  /**
   * Lower end of the band for the last point; frozen, but for the season, while a signal is open.
   */
  public double lower() {
    return lower;
  }

  /** Upper end of the band for the last point; see {@link #lower}. */
  public double upper() {
    return upper;
  }

  /**
   * Signed distance of the last point from {@link #expected} in spreads (mean absolute deviations).
   */
  public double spreadsAway() {
    return spreads;
  }

  /**
   * Period of the season in use in milliseconds (a day or a week); 0 when the series shows none.
   */
  public long seasonMillis() {
    return baseline.seasonMillis();
  }

  /** Sampling interval learned from the series, in milliseconds; 0 before the second point. */
  public double intervalMillis() {
    return interval;
  }

  /** Whether the series only grows, and is judged by its rate per second. */
  public boolean isCounter() {
    return rate.isCounter();
  }

  /** Values ignored because they were not finite (or beyond the range of a float). */
  public long invalidPoints() {
    return invalid;
  }

  /** Points ignored because they were not newer than the last one. */
  public long latePoints() {
    return late;
  }

  /** Writes the whole state, version first; {@link #read} continues exactly where this one is. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    baseline.write(out);
    statistics.write(out);
    for (int i = 0; i < tails.length; i++) {
      tails[i].write(out);
    }
    rate.write(out);
    out.writeBoolean(delivery != null);
    if (delivery != null) {
      delivery.write(out);
    }
    out.writeLong(points);
    out.writeLong(invalid);
    out.writeLong(late);
    out.writeLong(lastMillis);
    out.writeDouble(interval);
    out.writeDouble(recentOpenings);
    out.writeBoolean(open);
    out.writeBoolean(signal != null);
    if (signal != null) {
      signal.write(out);
    }
    out.writeDouble(score);
    out.writeDouble(expected);
    out.writeDouble(lower);
    out.writeDouble(upper);
    out.writeDouble(spreads);
  }

  /** Reads what {@link #write} wrote, with the default parameters. */
  public static SeriesDetector read(DataInput in) throws IOException {
    return read(in, SeriesParameters.DEFAULT);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param parameters to go on with; they are no part of the state, so that they can be changed
   * @throws IOException when the bytes are of a version that this code does not know
   */
  public static SeriesDetector read(DataInput in, SeriesParameters parameters) throws IOException {
    return new SeriesDetector(in, parameters);
  }

  private SeriesDetector(DataInput in, SeriesParameters parameters) throws IOException {
    this.parameters = parameters;
    byte version = Versions.expect("a series", VERSION, in.readByte());
    baseline = Baseline.read(in);
    statistics = Statistics.read(in);
    for (int i = 0; i < tails.length; i++) {
      tails[i] = Tail.read(in, bandDecades(i));
    }
    rate = CounterRate.read(in);
    delivery = version > 1 && in.readBoolean() ? Delivery.read(in) : null;
    points = in.readLong();
    invalid = in.readLong();
    late = in.readLong();
    lastMillis = in.readLong();
    interval = in.readDouble();
    recentOpenings = in.readDouble();
    open = in.readBoolean();
    signal = in.readBoolean() ? OpenSignal.read(in, version) : null;
    score = in.readDouble();
    expected = in.readDouble();
    lower = in.readDouble();
    upper = in.readDouble();
    spreads = in.readDouble();
  }
}
