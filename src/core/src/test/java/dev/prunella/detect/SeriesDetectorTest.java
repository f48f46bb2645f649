package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.detect.SeriesDetector.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesDetectorTest {
  private static final long MINUTE = 60_000L;
  private static final long DAY = 1440 * MINUTE;

  private final SeriesDetector detector = new SeriesDetector();
  private final Random random = new Random(7);
  private final List<Change> changes = new ArrayList<>();
  private long now = 1_700_000_000_000L;
  private long interval = 5 * MINUTE;

  private Change feed(double value) {
    Change change = detector.observe(now, value);
    now += interval;
    if (change != Change.NONE) {
      changes.add(change);
    }
    return change;
  }

  private double noise() {
    return random.nextGaussian();
  }

  private void feedNoise(int points, double level) {
    for (int i = 0; i < points; i++) {
      feed(level + noise());
    }
  }

  private double daily() {
    return 50 + 30 * Math.sin(2 * Math.PI * now / DAY);
  }

  private void feedDays(int days) {
    for (long end = now + days * DAY; now < end; ) {
      feed(daily() + noise());
    }
  }

  private void assertQuiet() {
    assertEquals(List.of(), changes);
  }

  @Test
  void shouldStayQuietOnAConstantSeries() {
    for (int i = 0; i < 5000; i++) {
      feed(45);
    }
    assertQuiet();
    assertEquals(0, detector.score());
    assertEquals(45, detector.expected());
  }

  @Test
  void shouldNoticeThatAConstantSeriesMoves() {
    for (int i = 0; i < 2000; i++) {
      feed(45);
    }
    assertEquals(Change.OPENED, feed(46));
    assertTrue(Double.isFinite(detector.spreadsAway()));
    assertEquals(1, detector.direction());
  }

  @Test
  void shouldRarelyOpenOnNoise() {
    int opened = 0;
    for (int seed = 0; seed < 20; seed++) {
      SeriesDetector noisy = new SeriesDetector();
      Random draw = new Random(seed);
      for (int i = 0; i < 5000; i++) {
        double gaussian = draw.nextGaussian();
        double value = seed % 2 == 0 ? gaussian : Math.round(gaussian * 4);
        opened += noisy.observe(now + i * interval, value) == Change.OPENED ? 1 : 0;
      }
    }
    assertTrue(opened <= 10, "opened " + opened + " in 100,000 points");
  }

  @Test
  void shouldSoonKnowTheRareCountsOfACoarseSeries() {
    int opened = 0;
    for (int i = 0; i < 20_000; i++) {
      opened += feed(Math.round(noise() / 2)) == Change.OPENED ? 1 : 0; // 2 is one in 700
    }
    assertTrue(opened <= 4, "opened " + opened);
  }

  @Test
  void shouldOpenAtOnceOnASpikeAndClearAfterwards() {
    feedNoise(1000, 10);
    long spikeAt = now;
    assertEquals(Change.OPENED, feed(40));
    assertTrue(detector.isOpen());
    assertEquals(spikeAt, detector.openedAt());
    assertEquals(1, detector.direction());
    assertTrue(detector.score() > 0.5);
    assertTrue(40 > detector.upper());
    feedNoise(100, 10);
    assertEquals(List.of(Change.OPENED, Change.CLEARED), changes);
    assertFalse(detector.isOpen());
  }

  @Test
  void shouldOpenOnManySmallDeviationsToo() {
    feedNoise(2000, 10);
    while (!detector.isOpen() && changes.isEmpty()) {
      feed(12 + noise());
      assertTrue(
          now < 1_700_000_000_000L + 2100 * interval, "two spreads for 100 points, unnoticed");
    }
    assertNotEquals(Deviation.VOLATILITY, detector.deviation());
    assertEquals(1, detector.direction());
  }

  @Test
  void shouldNoticeGrowingVolatility() {
    feedNoise(3000, 10);
    for (int i = 0; i < 200; i++) {
      feed(10 + 2.5 * noise());
    }
    assertTrue(changes.contains(Change.OPENED));
  }

  @Test
  void shouldNotOpenBeforeItsWarmUp() {
    for (int i = 0; i < SeriesParameters.DEFAULT.warmUp(interval) - 1; i++) {
      feed(i % 17 == 0 ? 1000 : noise());
    }
    assertQuiet();
    assertEquals(0, detector.score());
  }

  @Test
  void shouldNotGetUsedToAnOpenFault() {
    feedNoise(2000, 10);
    feed(60);
    double expected = detector.expected();
    double upper = detector.upper();
    feedNoise(150, 60);
    assertTrue(detector.isOpen());
    assertEquals(expected, detector.expected(), 1e-9);
    assertEquals(upper, detector.upper(), 1e-9);
    assertTrue(changes.indexOf(Change.CLEARED) < 0);
  }

  @Test
  void shouldNotTakeMissingOrInvalidPointsForRecovery() {
    feedNoise(1000, 10);
    feed(60);
    now += 3 * DAY;
    for (int i = 0; i < 50; i++) {
      feed(Double.NaN);
    }
    assertTrue(detector.isOpen());
    assertEquals(List.of(Change.OPENED), changes);
  }

  @Test
  void shouldNotClearWhileSinglePointsStillFallOut() {
    feedNoise(1000, 10);
    feed(60);
    for (int i = 0; i < 100; i++) {
      feed(i % 5 == 0 ? 60 : 10 + noise());
    }
    assertTrue(detector.isOpen());
  }

  @Test
  void shouldReportANewNormalAsRebasedNotCleared() {
    feedNoise(2000, 10);
    feedNoise(600, 60);
    assertEquals(1, changes.stream().filter(c -> c == Change.OPENED).count());
    assertTrue(changes.contains(Change.REBASED));
    assertFalse(changes.contains(Change.CLEARED));
    assertEquals(60, detector.expected(), 1);
  }

  @Test
  void shouldBeAbleToOpenAgainAfterANewNormal() {
    feedNoise(2000, 10);
    feedNoise(1500, 60);
    changes.clear();
    assertEquals(Change.OPENED, feed(10));
  }

  @Test
  void shouldLearnADailySeason() {
    feedDays(10);
    assertEquals(DAY, detector.seasonMillis());
    feed(daily());
    assertEquals(daily(), detector.expected(), 3);
    // A peak's value in the trough: normal for the series, not for the hour.
    while (daily() > 21) {
      feed(daily() + noise());
    }
    assertEquals(Change.OPENED, feed(75));
  }

  @Test
  void shouldLearnADailySeasonFromHourlyPoints() {
    interval = 60 * MINUTE;
    feedDays(30);
    assertEquals(DAY, detector.seasonMillis());
    assertQuiet();
  }

  @Test
  void shouldLearnAWeeklySeasonWhereTheDayIsNotEnough() {
    interval = 30 * MINUTE;
    for (long end = now + 56 * DAY; now < end; ) {
      boolean weekend = Math.floorMod(now / DAY, 7) < 2;
      feed((weekend ? 0.3 : 1) * daily() + noise());
    }
    assertEquals(7 * DAY, detector.seasonMillis());
    assertTrue(changes.size() <= 4, () -> "opened and cleared: " + changes);
  }

  @Test
  void shouldFindNoSeasonInNoise() {
    feedNoise(20_000, 10);
    assertEquals(0, detector.seasonMillis());
  }

  @Test
  void shouldMissTheDailyPeakThatDoesNotCome() {
    feedDays(10);
    changes.clear();
    for (long end = now + DAY; now < end; ) {
      feed(20 + noise());
    }
    assertTrue(changes.contains(Change.OPENED));
  }

  @Test
  void shouldAcceptSpikesWhereTheyAreNormal() {
    int opened = 0;
    for (int i = 0; i < 20_000; i++) {
      double spike = random.nextInt(40) == 0 ? 50 * Math.exp(noise()) : 0;
      opened += feed(1 + Math.abs(noise()) + spike) == Change.OPENED ? 1 : 0;
    }
    assertTrue(opened <= 8, "opened " + opened + " of 500");
  }

  @Test
  void shouldGetUsedToRareSpikesAfterAFew() {
    int opened = 0;
    for (int i = 0; i < 15_000; i++) {
      opened += feed(i % 700 == 699 ? 100 + noise() : noise()) == Change.OPENED ? 1 : 0;
    }
    assertTrue(opened >= 1 && opened <= 8, "opened " + opened + " of 21");
  }

  @Test
  void shouldJudgeACounterByItsRate() {
    double total = 0;
    for (int i = 0; i < 4000; i++) {
      total = i == 2500 ? 0 : total + 300 + 10 * noise();
      feed(total);
    }
    assertTrue(detector.isCounter());
    assertEquals(1, detector.expected(), 0.05); // 300 in 5 minutes
    assertFalse(detector.isOpen());
    assertEquals(Change.OPENED, feed(total + 1200));
  }

  @Test
  void shouldNotTakeARisingGaugeForACounterForEver() {
    for (int i = 0; i < 100; i++) {
      feed(i);
    }
    assertTrue(detector.isCounter());
    feedNoise(100, 100);
    assertFalse(detector.isCounter());
  }

  @Test
  void shouldIgnoreAndCountLateRepeatedAndInvalidPoints() {
    feedNoise(1000, 10);
    long last = now - interval;
    double score = detector.score();
    assertEquals(Change.NONE, detector.observe(last, 1e6));
    assertEquals(Change.NONE, detector.observe(last - DAY, 1e6));
    assertEquals(Change.NONE, detector.observe(now, Double.NaN));
    assertEquals(Change.NONE, detector.observe(now, Double.NEGATIVE_INFINITY));
    assertEquals(2, detector.latePoints());
    assertEquals(2, detector.invalidPoints());
    assertEquals(score, detector.score());
  }

  @Test
  void shouldLearnTheSamplingInterval() {
    interval = 30 * MINUTE;
    for (int i = 0; i < 500; i++) {
      now += random.nextInt(20) == 0 ? interval : 0; // some points are missing
      feed(noise());
    }
    assertEquals(30 * MINUTE, detector.intervalMillis(), 3 * MINUTE);
  }

  @Test
  void shouldKeepItsScoreAndBandFinite() {
    for (int i = 0; i < 20_000; i++) {
      double value =
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Float.MAX_VALUE;
            case 2 -> -1e-300;
            case 3 -> Double.NaN;
            default -> Math.exp(20 * noise()) * noise();
          };
      feed(value);
      assertTrue(detector.score() >= 0 && detector.score() <= 1);
      assertTrue(detector.lower() <= detector.upper());
      assertTrue(Double.isFinite(detector.spreadsAway()));
    }
  }

  @Test
  void shouldContinueIdenticallyAfterARoundTrip() throws IOException {
    SeriesDetector restored = new SeriesDetector();
    for (int i = 0; i < 12_000; i++) {
      double fault = i % 3000 > 2900 ? 60 : 0;
      double value = daily() + noise() + fault;
      if (i % 97 == 0) {
        restored = read(bytes(restored));
      }
      Change expected = detector.observe(now, value);
      assertEquals(expected, restored.observe(now, value));
      assertEquals(detector.score(), restored.score());
      assertEquals(detector.lower(), restored.lower());
      assertEquals(detector.upper(), restored.upper());
      now += interval;
      if (expected != Change.NONE) {
        changes.add(expected);
      }
    }
    assertTrue(changes.contains(Change.OPENED) && changes.contains(Change.CLEARED));
    assertEquals(DAY, restored.seasonMillis());
    assertEquals(detector.deviation(), restored.deviation());
    assertEquals(detector.openedAt(), restored.openedAt());
  }

  @Test
  void shouldStaySmall() throws IOException {
    feedDays(30);
    int withSeasons = bytes(detector).length;
    assertTrue(withSeasons <= 4096, withSeasons + " bytes with seasons");
    SeriesDetector young = new SeriesDetector();
    int without = bytes(young).length;
    assertTrue(without <= 2000, without + " bytes without");
  }

  @Test
  void shouldRefuseStateOfAnotherVersion() throws IOException {
    byte[] state = bytes(detector);
    state[0] = 99;
    IOException refused = assertThrows(IOException.class, () -> read(state));
    assertTrue(refused.getMessage().contains("99"));
  }

  @Test
  void shouldRefuseParametersOutOfRange() {
    SeriesParameters d = SeriesParameters.DEFAULT;
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new SeriesParameters(
                    d.warmUpPoints(),
                    d.warmUpMaxPoints(),
                    50,
                    d.budgetDecades(),
                    d.budgetPoints(),
                    d.baselinePoints(),
                    d.tailPoints(),
                    d.priorWeight(),
                    d.incidentWeight(),
                    d.clipSpreads(),
                    d.amplitudeFloor(),
                    d.clearPoints(),
                    d.clearFraction(),
                    d.rebaseMillis(),
                    d.rebasePoints()));
    assertTrue(refused.getMessage().startsWith("openDecades is 50"));
  }

  private static byte[] bytes(SeriesDetector detector) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    detector.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static SeriesDetector read(byte[] state) throws IOException {
    return SeriesDetector.read(new DataInputStream(new ByteArrayInputStream(state)));
  }
}
