package dev.prunella.detect;

public final class SeriesDetector implements java.io.Serializable {
  public enum Change {
    NONE,
    OPENED,
    UPDATED,
    CLEARED,
    REBASED
  }

  static final long DAY = 86_400_000L;
  static final int E = 12;
  static final int MASK = Integer.getInteger("mask", 0);

  static double D(String k, double d) {
    return Double.parseDouble(System.getProperty(k, "" + d));
  }

  static final double SN = D("SN", 8),
      LN = D("LN", 64),
      XN = D("XN", 288),
      RP = D("RP", 1),
      PW4 = D("PW4", 1),
      PW6 = D("PW6", 2),
      PW8 = D("PW8", 4),
      PW10 = D("PW10", 1),
      ZC = D("ZC", 8),
      VN = D("VN", 64),
      FA = D("FA", 0.3),
      VC = D("VC", 4),
      EC = D("EC", 6);
  final SeriesParameters p;
  long last = Long.MIN_VALUE;
  double lastValue;
  int count;
  double interval;
  final Tail[] tails = new Tail[E];
  double[] lv = new double[3], err = new double[3];
  Season[] seasons = {null, new Season(DAY, 96), new Season(7 * DAY, 168)};
  int model;
  double spread, fast, volSlow, vol = 1, dayZ, shortZ, longZ, amp;
  double peakR;
  boolean open;
  long openedAt;
  double openPeak;
  int openEvidence, inBand, openPoints;
  double openings;
  final double[] peaks = new double[E], stat = new double[E], dec = new double[E];
  int out;
  double shadow, shadowSpread, shadowFast;
  double score, expected, lower, upper;
  int evidence;
  public double sz, sr;
  long first;

  public SeriesDetector(SeriesParameters p) {
    this.p = p;
    for (int i = 0; i < E; i++)
      tails[i] =
          new Tail(p.priorWeight() * (i < 4 ? 1 : i < 6 ? PW4 : i < 8 ? PW6 : i < 10 ? PW8 : PW10));
  }

  static double clip(double x, double c) {
    return x > c ? c : x < -c ? -c : x;
  }

  public Change observe(long t, double x) {
    if (!(Math.abs(x) < 1e300) || (count > 0 && t <= last)) return Change.NONE;
    boolean gap = false;
    if (count > 0) {
      double dt = t - last;
      if (interval == 0) interval = dt;
      else {
        if (dt > 10 * interval) gap = true;
        interval +=
            0.05
                * interval
                * Math.signum(dt - interval)
                * Math.min(1, Math.abs(dt - interval) / interval);
      }
    } else {
      first = t;
      for (int m = 0; m < 3; m++) lv[m] = x;
      fast = 0;
    }
    last = t;
    count++;
    double slowN = Math.max(p.baselinePoints(), interval > 0 ? DAY / interval : 0);
    if (slowN > 2 * p.baselinePoints()) slowN = 2 * p.baselinePoints();
    double a = Math.max(1.0 / count, 1 / slowN);
    // predictions
    double s = model == 0 ? 0 : seasons[model].at(t);
    double pred = lv[model] + s, r = x - pred;
    double floor = 1e-6 * Math.abs(pred) + 1e-9 + p.ampFloor() * amp;
    int warm = warm();
    double sp = Math.max(spread, floor);
    if (model != 0) {
      double b = seasons[model].spreadAt(t);
      sp = Math.max(0.5 * sp, b);
      sp = Math.max(sp, floor);
    }
    double z = r / sp, zc = clip(z, ZC);
    if (gap || count < 3) fast = r;
    double in = r - fast, vs = Math.max(volSlow, Math.max(floor, 0.05 * sp)), iz = in / vs;
    fast += FA * in;
    shortZ += (zc - shortZ) / SN;
    longZ += (zc - longZ) / LN;
    dayZ += (zc - dayZ) / XN;
    vol += (Math.min(Math.abs(iz), VC) - vol) / VN;
    sz = z;
    sr = r;
    stat[0] = z;
    stat[1] = -z;
    stat[2] = iz;
    stat[3] = -iz;
    stat[4] = 3 * shortZ;
    stat[5] = -3 * shortZ;
    stat[6] = 6 * longZ;
    stat[7] = -6 * longZ;
    stat[8] = 4 * (vol);
    stat[9] = volSlow <= floor ? 1 : 4 / (vol + p.quietFloor());
    stat[10] = 12 * dayZ;
    stat[11] = -stat[10];
    if (count < warm) for (int i = 8; i < 10; i++) stat[i] = 4;
    double best = 0;
    evidence = 0;
    for (int i = 0; i < E; i++) {
      if ((MASK >> i & 1) == 1) continue;
      dec[i] = tails[i].decades(stat[i]);
      if (dec[i] > best) {
        best = dec[i];
        evidence = i;
      }
    }
    double threshold = p.openDecades() + p.budgetDecades() * openings;
    openings *= 1 - 1.0 / p.budgetPoints();
    Change change = Change.NONE;
    if (count < warm) best = 0;
    score = best / (best + threshold);
    if (!open) {
      if (best >= threshold) {
        open = true;
        openedAt = t;
        openEvidence = evidence;
        openPeak = best;
        openPoints = 0;
        inBand = 0;
        openings++;
        out = 0;
        peakR = Math.abs(r);
        System.arraycopy(stat, 0, peaks, 0, E);
        shadow = x;
        shadowFast = x;
        shadowSpread = sp;
        seasons[1].skip();
        seasons[2].skip();
        return Change.OPENED;
      }
      learn(t, x, a, slowN, z, sp, iz, vs);
      return Change.NONE;
    }
    openPoints++;
    for (int i = 0; i < E; i++) peaks[i] = Math.max(peaks[i], stat[i]);
    peakR = Math.max(peakR, Math.abs(r));
    boolean worse = best > openPeak + 1;
    if (best > openPeak) openPeak = best;
    else score *= 0.5;
    double g = Math.max(1.0 / (openPoints + 1), 1 / slowN);
    double d = x - shadow;
    shadow += g * d;
    shadowSpread += g * (Math.abs(d) - shadowSpread);
    shadowFast += Math.max(1.0 / (openPoints + 1), 4 / slowN) * (x - shadowFast);
    double lim = p.clearFraction() * p.openDecades();
    boolean ok = dec[0] < lim && dec[1] < lim && dec[openEvidence] < lim;
    inBand = ok ? inBand + 1 : 0;
    if (!ok) out++;
    if (inBand >= p.clearPoints()) {
      open = false;
      amp = Math.max(amp, peakR);
      for (int i = 0; i < E; i++) tails[i].add(peaks[i], p.peakWeight(), p.tailPoints());
      return Change.CLEARED;
    }
    if (t - openedAt >= p.rebaseMillis() && openPoints >= p.rebasePoints()) {
      boolean stable =
          Math.abs(shadowFast - shadow) < shadowSpread || t - openedAt > 5 * p.rebaseMillis();
      if (stable) {
        open = false;
        for (int m = 0; m < 3; m++) lv[m] = shadow;
        spread = shadowSpread;
        shortZ = 0;
        dayZ = 0;
        longZ = 0;
        fast = x - shadow;
        for (int i = 0; i < E; i++)
          if (RP > 0) tails[i].add(peaks[i], RP * p.peakWeight(), p.tailPoints());
        return Change.REBASED;
      }
    }
    return worse ? Change.UPDATED : Change.NONE;
  }

  int warm() {
    return (int) Math.max(p.warmUpPoints(), Math.min(300, interval > 0 ? DAY / interval : 300));
  }

  private void learn(
      long t, double x, double a, double slowN, double z, double sp, double iz, double vs) {
    for (int m = 0; m < 3; m++) {
      double s = m == 0 ? 0 : seasons[m].at(t);
      double e = x - lv[m] - s;
      boolean known = m == 0 || seasons[m].knows(t);
      double ae = Math.abs(e);
      double cap = EC * Math.max(spread, 1e-12);
      if (known || m == 0)
        err[m] +=
            Math.max(0.3 / slowN, 1.0 / count) * (Math.min(ae, count > 100 ? cap : ae) - err[m]);
      else err[m] = err[0];
      double ce = count > 30 ? clip(e, cap) : e;
      double rate = m == 0 ? a : a;
      if (m != 0) seasons[m].learn(t, x - lv[m], cap, m == 1 ? 8 : 6);
      lv[m] += rate * ce;
    }
    double r = Math.abs(z) * sp;
    spread += a * (Math.min(r, count > 30 ? EC * Math.max(spread, 1e-12) : r) - spread);
    amp = Math.max(amp * (1 - 1.0 / p.budgetPoints()), r);
    double v = Math.abs(iz) * vs;
    volSlow += a * (Math.min(v, count > 30 ? EC * vs : v) - volSlow);
    int m = model;
    double best = model == 0 ? err[0] * 0.85 : err[0];
    if (count > warm()) {
      int w = 0;
      double e0 = err[0] * (model == 0 ? 0.75 : 0.85);
      if (t - first > 3 * DAY && err[1] < e0) w = 1;
      if (t - first > 21 * DAY && err[2] < (w == 1 ? 0.9 * err[1] : e0)) w = 2;
      if (w != model) {
        model = w;
      }
    }
    if (count > 20)
      for (int i = 0; i < (count < warm() / 2 ? 8 : E); i++)
        tails[i].add(stat[i], 1, p.tailPoints());
  }

  public double score() {
    return score;
  }

  public String evidence() {
    return "e" + openEvidence;
  }

  public double expected() {
    return expected;
  }

  public double lower() {
    return lower;
  }

  public double upper() {
    return upper;
  }

  public void write(java.io.DataOutput o) throws java.io.IOException {
    var b = new java.io.ByteArrayOutputStream();
    new java.io.ObjectOutputStream(b).writeObject(this);
    o.writeInt(b.size());
    o.write(b.toByteArray());
  }

  public static SeriesDetector read(java.io.DataInput i) throws java.io.IOException {
    byte[] b = new byte[i.readInt()];
    i.readFully(b);
    try {
      return (SeriesDetector)
          new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(b)).readObject();
    } catch (ClassNotFoundException e) {
      throw new java.io.IOException(e);
    }
  }

  public boolean isOpen() {
    return open;
  }

  public int model() {
    return model;
  }
}
