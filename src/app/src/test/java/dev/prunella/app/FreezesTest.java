package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.FreezeSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreezesTest {

  private static final Instant NOW = Instant.parse("2025-06-02T10:00:00Z");

  @Test
  void shouldOnlyEverMakeAFreezeLonger() {
    FreezeSettings openEnd = freeze("outage", null, null);
    FreezeSettings twoHours = freeze("", null, hours(2));

    assertEquals(openEnd, Freezes.together(openEnd, twoHours, NOW));
    assertEquals(
        freeze("outage", null, null), Freezes.together(freeze("x", null, hours(2)), openEnd, NOW));
    assertEquals(
        freeze("migration", null, hours(2)),
        Freezes.together(freeze("x", null, hours(1)), freeze("migration", null, hours(2)), NOW));
  }

  @Test
  void shouldBeginAtOnceAndKeepThePlannedEnd() {
    FreezeSettings planned = freeze("end of quarter", hours(10), hours(20));

    assertEquals(
        freeze("now", null, hours(20)),
        Freezes.together(planned, freeze("now", null, hours(2)), NOW));
  }

  @Test
  void shouldForgetAFreezeThatIsOver() {
    FreezeSettings over = freeze("last year", null, hours(-1));

    assertEquals(
        freeze("", null, hours(2)), Freezes.together(over, freeze("", null, hours(2)), NOW));
    assertTrue(Freezes.covers(null, over, NOW));
  }

  @Test
  void shouldTellWhetherOneFreezeHoldsWheneverAnotherDoes() {
    FreezeSettings openEnd = freeze("", null, null);

    assertFalse(Freezes.covers(null, openEnd, NOW));
    assertFalse(Freezes.covers(freeze("", null, hours(2)), openEnd, NOW));
    assertFalse(Freezes.covers(freeze("", hours(1), null), openEnd, NOW), "it begins later");
    assertTrue(Freezes.covers(freeze("", hours(-1), null), openEnd, NOW), "it has begun");
    assertTrue(Freezes.covers(openEnd, freeze("", hours(1), hours(2)), NOW));
  }

  @Test
  void shouldSayHowLongItHolds() {
    assertEquals("not frozen", Freezes.words(null, NOW));
    assertEquals(
        "frozen until it is taken back (outage)", Freezes.words(freeze("outage", null, null), NOW));
    assertEquals(
        "frozen from 2025-06-02T11:00:00Z until 2025-06-02T12:00:00Z",
        Freezes.words(freeze("", hours(1), hours(2)), NOW));
    assertEquals(
        "not frozen since 2025-06-02T09:00:00Z", Freezes.words(freeze("", null, hours(-1)), NOW));
  }

  private static Instant hours(long hours) {
    return NOW.plusSeconds(hours * 3600);
  }

  private static FreezeSettings freeze(String reason, Instant since, Instant until) {
    return new FreezeSettings(reason, since, until);
  }
}
