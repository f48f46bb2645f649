package dev.prunella.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Instant BEGIN = Records.BEGIN;
  private static final long SECOND = 1_000_000_000L;

  private final Pace pace = new Pace(BEGIN, 60, Duration.ofSeconds(90), 5 * SECOND);

  @Test
  void shouldGoTheFactorTimesAsFastAsTheClock() {
    assertEquals(BEGIN, pace.advance(5 * SECOND, BEGIN));
    assertEquals(BEGIN.plusSeconds(60), pace.advance(6 * SECOND, BEGIN));
    assertEquals(
        BEGIN.plusSeconds(150), pace.advance(7 * SECOND + SECOND / 2, BEGIN.plusSeconds(60)));
    assertEquals(60, pace.achieved(), 1e-9);
  }

  @Test
  void shouldWaitForAJobThatDoesNotKeepUp() {
    assertEquals(BEGIN.plusSeconds(90), pace.advance(10 * SECOND, BEGIN));
    assertEquals(BEGIN.plusSeconds(90), pace.advance(11 * SECOND, BEGIN));
    assertEquals(15, pace.achieved(), 1e-9);
  }

  @Test
  void shouldNotMakeUpForWhatWasLost() {
    pace.advance(10 * SECOND, BEGIN);

    assertEquals(BEGIN.plusSeconds(150), pace.advance(11 * SECOND, BEGIN.plusSeconds(3600)));
  }

  @Test
  void shouldNotGoBackIfTheJobIsFurtherBehindThanItWas() {
    pace.advance(6 * SECOND, BEGIN);

    assertEquals(BEGIN.plusSeconds(60), pace.advance(7 * SECOND, BEGIN.minusSeconds(3600)));
  }
}
