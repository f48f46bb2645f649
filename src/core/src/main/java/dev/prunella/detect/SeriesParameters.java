package dev.prunella.detect;

/**
 * How {@link SeriesDetector} learns and when it speaks. One setting serves every series: all
 * thresholds are probabilities under the series' own past, never values of the metric.
 *
 * <p>Surprise is counted in decades: {@code d} decades means that the series' own past gives a
 * statistic this large a probability of {@code 10^-d} per point.
 *
 * @param warmUpPoints points before anything can open, at least; {@literal >= 10}. The warm-up
 *     lasts a day, because most operational series have a daily shape, but neither less than this
 *     nor more than {@code warmUpMaxPoints}. Default 60: a tail of fewer points says little
 * @param warmUpMaxPoints points after which the warm-up ends even within a day; {@literal >=
 *     warmUpPoints}. Default 300: a day of five-minute data
 * @param openDecades surprise that opens a signal; 2..10. Default 3.3. Lower finds more and alarms
 *     more: it is the one knob between misses and false alarms
 * @param budgetDecades what each recent opening adds to {@code openDecades}; {@literal >= 0}.
 *     Default 0.5: a series that alarms often must be the stranger to alarm again
 * @param budgetPoints points over which an opening and the largest deviation are forgotten
 *     (e-folding); {@literal >= 100}. Default 4000: two weeks of five-minute data
 * @param baselinePoints memory of level, spread and volatility in points; {@literal >= 50}. Default
 *     2016: a week of five-minute data, so that a slow fault does not drag its own baseline along
 * @param tailPoints memory of the learned tails in points; {@literal >= 500}. Default 8192
 * @param priorWeight points that the heavy-tailed prior of each tail is worth; {@literal > 0}.
 *     Default 32: a young detector believes in small probabilities only slowly
 * @param incidentWeight points that the peak of an ended signal is worth in the tails; 0..5.
 *     Default 0.3: seen once it may alarm again, seen a few times it is this series' habit
 * @param clipSpreads winsorising: how far, in spreads, one point can pull level, spread and season;
 *     2..20. Default 6
 * @param amplitudeFloor the spread's floor as a share of the largest deviation remembered; 0..0.1.
 *     Default 0.01: a series that is flat between spikes keeps a finite unit
 * @param clearPoints consecutive points back inside the band that clear a signal; {@literal >= 1}.
 *     Default 10: fewer clears sooner and flaps more
 * @param clearFraction hysteresis: share of {@code openDecades} below which a point counts as back;
 *     0.1..1. Default 0.6
 * @param rebaseMillis how long a signal must be open before its new normal may be adopted;
 *     {@literal > 0}. Default one day. Five times as long, an unstable one is adopted too
 * @param rebasePoints points that the new normal must have; {@literal >= 10}. Default 200
 */
public record SeriesParameters(
    int warmUpPoints,
    int warmUpMaxPoints,
    double openDecades,
    double budgetDecades,
    int budgetPoints,
    int baselinePoints,
    int tailPoints,
    double priorWeight,
    double incidentWeight,
    double clipSpreads,
    double amplitudeFloor,
    int clearPoints,
    double clearFraction,
    long rebaseMillis,
    int rebasePoints) {

  /** The setting for all series; see each parameter for its reason. */
  public static final SeriesParameters DEFAULT =
      new SeriesParameters(
          60, 300, 3.3, 0.5, 4000, 2016, 8192, 32, 0.3, 6, 0.01, 10, 0.6, 86_400_000L, 200);

  public SeriesParameters {
    within("warmUpPoints", warmUpPoints, 10, Integer.MAX_VALUE);
    within("warmUpMaxPoints", warmUpMaxPoints, warmUpPoints, Integer.MAX_VALUE);
    within("openDecades", openDecades, 2, 10);
    within("budgetDecades", budgetDecades, 0, 10);
    within("budgetPoints", budgetPoints, 100, Integer.MAX_VALUE);
    within("baselinePoints", baselinePoints, 50, Integer.MAX_VALUE);
    within("tailPoints", tailPoints, 500, Integer.MAX_VALUE);
    within("priorWeight", priorWeight, Double.MIN_VALUE, 1e6);
    within("incidentWeight", incidentWeight, 0, 5);
    within("clipSpreads", clipSpreads, 2, 20);
    within("amplitudeFloor", amplitudeFloor, 0, 0.1);
    within("clearPoints", clearPoints, 1, Integer.MAX_VALUE);
    within("clearFraction", clearFraction, 0.1, 1);
    within("rebaseMillis", rebaseMillis, 1, Long.MAX_VALUE);
    within("rebasePoints", rebasePoints, 10, Integer.MAX_VALUE);
  }

  private static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; expected between " + low + " and " + high);
    }
  }

  /** Surprise below which a point counts as back to normal, in decades. */
  double clearDecades() {
    return clearFraction * openDecades;
  }

  /** Points of warm-up for a series with this sampling interval; see {@code warmUpPoints}. */
  int warmUp(double intervalMillis) {
    double aDay = intervalMillis > 0 ? Season.DAY / intervalMillis : warmUpMaxPoints;
    return (int) Math.max(warmUpPoints, Math.min(warmUpMaxPoints, aDay));
  }
}
