package dev.prunella.executor;

import static dev.prunella.executor.Shop.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatClockTest {

  private static final long SECOND = 1_000_000_000L;

  private final HeartbeatClock clock = new HeartbeatClock(Duration.ofSeconds(30));

  @Test
  void shouldNotBeTrustedBeforeItMoves() {
    assertEquals("the job has no heartbeat", clock.objection(0).orElseThrow());

    clock.takeOld(NOW);
    assertTrue(clock.objection(0).isPresent());
    clock.take(NOW, 0);
    assertTrue(clock.objection(0).isPresent());

    clock.take(NOW.plusMillis(1), 0);
    assertEquals(Optional.empty(), clock.objection(0));
  }

  @Test
  void shouldNotBeTrustedOnceItHasStoodStillTooLong() {
    clock.take(NOW, 0);
    clock.take(NOW, 20 * SECOND); // the same beat again is no movement

    assertEquals(Optional.empty(), clock.objection(30 * SECOND));
    assertTrue(clock.objection(30 * SECOND + 1).isPresent());
  }

  @Test
  void shouldNotGoBack() {
    clock.take(NOW, 0);
    clock.take(NOW.minusSeconds(60), 1);
    clock.takeOld(NOW.minusSeconds(60));

    assertEquals(NOW, clock.now());
  }
}
