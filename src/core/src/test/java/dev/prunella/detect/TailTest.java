package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TailTest {
  private static final int MEMORY = 100_000;

  private static Tail learned(int points, java.util.function.ToDoubleFunction<Random> draw) {
    Tail tail = new Tail(1, 2);
    Random random = new Random(3);
    for (int i = 0; i < points; i++) {
      tail.add(draw.applyAsDouble(random), 1, MEMORY);
    }
    return tail;
  }

  @Test
  void shouldKnowTheTailOfAnExponential() {
    Tail tail = learned(50_000, random -> -2 * Math.log(1 - random.nextDouble()));
    double oneInTenThousand = 2 * Math.log(10_000);
    assertEquals(4, tail.decades(oneInTenThousand), 1);
  }

  @Test
  void shouldNeedMoreOfAHeavyTail() {
    Tail light = learned(20_000, random -> Math.abs(random.nextGaussian()));
    Tail heavy = learned(20_000, random -> Math.pow(1 - random.nextDouble(), -0.5) - 1);
    assertTrue(light.decades(10) > heavy.decades(10) + 1);
    assertTrue(heavy.decades(10) < 3);
  }

  @Test
  void shouldNotCallRareWhatItHasSeenOften() {
    Tail tail = learned(10_000, random -> random.nextInt(100) == 0 ? 500 : random.nextDouble());
    assertTrue(tail.decades(500) <= 2.1);
  }

  @Test
  void shouldBelieveInSmallProbabilitiesOnlySlowly() {
    Tail young = new Tail(32, 2);
    Tail old = new Tail(32, 2);
    for (int i = 0; i < 8000; i++) {
      if (i < 100) {
        young.add(0.5, 1, MEMORY);
      }
      old.add(0.5, 1, MEMORY);
    }
    assertTrue(old.decades(20) > young.decades(20) + 1);
  }

  @Test
  void shouldGrowWithTheValue() {
    Tail tail = learned(5000, random -> Math.abs(random.nextGaussian()));
    double last = 0;
    for (double value = 0; value < 1e6; value = value * 1.05 + 0.01) {
      double decades = tail.decades(value);
      assertTrue(decades >= last, "at " + value);
      last = decades;
    }
  }

  @Test
  void shouldGiveTheValueOfASurprise() {
    Tail tail = learned(20_000, random -> Math.abs(random.nextGaussian()));
    for (double decades = 1; decades < 8; decades += 0.5) {
      double value = tail.quantile(decades);
      assertTrue(tail.decades(value * 0.99) <= decades);
      assertTrue(tail.decades(value * 1.26) >= decades); // one bucket further
    }
  }

  @Test
  void shouldForgetInTheLongRun() {
    Tail tail = new Tail(1, 2);
    for (int i = 0; i < 1000; i++) {
      tail.add(100, 1, 1000);
    }
    for (int i = 0; i < 20_000; i++) {
      tail.add(1, 1, 1000);
    }
    assertTrue(tail.decades(100) > 3);
  }
}
