package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private static final Instant T0 = Instant.parse("2025-06-02T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant DAY = T0.plus(Duration.ofDays(1));

  @Test
  void shouldLastUntilThePipelineDeliversAsBefore() {
    Episode episode = only(fault(Optional.of(T0.plusSeconds(600)), "c", false));

    assertEquals(600, episode.toRecover().toSeconds());
    assertTrue(episode.isHealed());
  }

  @Test
  void shouldCountAtTheFullHorizonIfItDoesNotRecover() {
    Episode never = only(fault(Optional.empty(), "", false));
    Episode late = only(fault(Optional.of(T0.plus(HOUR).plusSeconds(1)), "c", false));

    assertEquals(HOUR, never.toRecover());
    assertEquals(HOUR, late.toRecover());
    assertFalse(late.isRecovered());
    assertFalse(late.isHealed());
  }

  @Test
  void shouldNotCreditTheLoopWithWhatAPersonDidOrWhatPasses() {
    Optional<Instant> recovered = Optional.of(T0.plusSeconds(600));

    assertFalse(only(fault(recovered, Injection.PERSON, false)).isHealed());
    assertFalse(only(fault(recovered, "c", true)).isHealed());
  }

  private static Episode only(Injection fault) {
    return Episode.of(List.of(fault), List.of(), HOUR, DAY).get(0);
  }

  private static Injection fault(Optional<Instant> recovered, String healer, boolean passes) {
    Action by = healer.isEmpty() ? Action.UNKNOWN : Action.RESTART;
    return new Injection(
        0,
        "outgrown memory",
        new Visible(ErrorType.TIMEOUT, Set.of()),
        "orders/transform",
        Set.of(),
        passes,
        false,
        0,
        T0,
        T0,
        Optional.of(T0),
        recovered,
        by,
        healer,
        recovered);
  }
}
