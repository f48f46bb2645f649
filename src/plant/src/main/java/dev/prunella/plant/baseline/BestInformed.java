package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;
import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Incident;
import java.time.Instant;
import java.util.Optional;

/**
 * Knows the odds of the world, and sees what there is to be seen (error type and symptoms, not the
 * fault), what was tried and how it ended. From both it concludes what is probably behind an
 * incident, and plans the steps that cost least. No policy that must learn the odds can expect to
 * do better.
 */
public final class BestInformed implements Contestant {

  @Override
  public String name() {
    return "best-informed";
  }

  @Override
  public Policies on(Truth truth, History history) {
    Odds odds = truth.odds();
    return (settings, table) ->
        new Informed(
            name(),
            settings,
            odds,
            (incident, state, age, at) ->
                Optional.of(
                    Belief.of(
                        odds,
                        state.getStageKind(),
                        seen(incident, truth, at),
                        age,
                        history.attempts(incident),
                        incident.getOpenedAt())));
  }

  /** What there is to be seen, whatever detectors make of it. */
  private static Visible seen(Incident incident, Truth truth, Instant at) {
    return Sight.behind(incident, truth, at)
        .map(Injection::visible)
        .orElseGet(() -> Sight.of(incident));
  }
}
