package dev.prunella.plant.fault;

import dev.prunella.schemas.Action;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Why a fault is there. It is hidden: telemetry shows the fault, and only what heals it tells one
 * cause from another.
 *
 * @param name in the fault
 * @param remedies the actions that heal it, the one that an informed person takes first
 * @param harms the actions that make it worse
 * @param passesAfter how long it lasts at most if nothing is done; zero if it does not pass
 */
public record Cause(String name, List<Action> remedies, Set<Action> harms, Duration passesAfter) {

  static Cause healedBy(String name, Action... remedies) {
    return new Cause(name, List.of(remedies), Set.of(), Duration.ZERO);
  }

  Cause worsenedBy(Action... harms) {
    return new Cause(name, remedies, Set.of(harms), passesAfter);
  }

  Cause passingWithin(Duration longest) {
    return new Cause(name, remedies, harms, longest);
  }

  public boolean healsByItself() {
    return !passesAfter.isZero();
  }

  public Effect of(Action action) {
    if (remedies.contains(action)) {
      return Effect.HEALS;
    }
    return harms.contains(action) ? Effect.WORSENS : Effect.NOTHING;
  }
}
