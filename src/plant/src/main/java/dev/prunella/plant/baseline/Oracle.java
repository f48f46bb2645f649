package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;
import dev.prunella.plant.fault.Fault;

/**
 * Is told which fault is behind each incident, and does what is best about it. What separates it
 * from {@link BestInformed} is the price of not being able to see.
 */
public final class Oracle implements Contestant {

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public Policies on(Truth truth, History history) {
    return (settings, table) ->
        new Informed(
            name(),
            settings,
            truth.odds(),
            (incident, state, age, at) ->
                Sight.behind(incident, truth, at)
                    .filter(injection -> injection.healedAt().isEmpty())
                    .map(injection -> Belief.certain(Fault.named(injection.fault()))));
  }
}
