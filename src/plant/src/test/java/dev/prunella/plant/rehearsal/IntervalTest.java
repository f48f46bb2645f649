package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void shouldHoldTheTrueMeanInAboutNineteenOfTwentySamples() {
    Random random = new Random(1);
    int held = 0;
    for (int i = 0; i < 400; i++) {
      double[] values = random.doubles(20, 0, 1).toArray();
      Interval interval = Interval.of(values);
      held += interval.lower() <= 0.5 && 0.5 <= interval.upper() ? 1 : 0;
    }

    assertTrue(held > 0.9 * 400 && held < 0.98 * 400, "held " + held);
  }

  @Test
  void shouldNotSeeInARatioWhatDiffersFromSeedToSeedAlone() {
    Interval ratio = Interval.ofRatio(new double[] {1, 10, 100}, new double[] {2, 20, 200});

    assertEquals(0.5, ratio.lower(), 1e-12);
    assertEquals(0.5, ratio.upper(), 1e-12);
  }

  @Test
  void shouldRefuseWhatIsNotPaired() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Interval.ofRatio(new double[] {1}, new double[] {1, 2}));
  }
}
