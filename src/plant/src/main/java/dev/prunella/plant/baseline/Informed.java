package dev.prunella.plant.baseline;

import dev.prunella.heal.FleetSettings;
import dev.prunella.plant.baseline.Lookahead.Point;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.StageSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans with the true odds of the world, whatever it believes of the fault. It sees the contracts
 * and limits of the fleet, as everybody does, and does not plan what they forbid.
 */
record Informed(String name, FleetSettings settings, Odds odds, Mind mind) implements FirstChoice {

  /** Steps ahead; an incident seldom may have more actions. */
  static final int DEPTH = 3;

  /** A cost of so many seconds is worth half a healing. */
  private static final double HALF = 1800;

  /** What is believed of the fault behind an incident. */
  interface Mind {

    /**
     * @param age since the incident began
     * @param at when its step is due
     * @return empty if there is none, as far as is believed
     */
    Optional<Belief> of(Incident incident, DecisionState state, Duration age, Instant at);
  }

  @Override
  public Map<Action, Estimate> estimates(Incident incident, DecisionState state) {
    Instant at = Steps.now(incident);
    Duration age = Duration.between(incident.getOpenedAt(), at);
    return mind.of(incident, state, age, at)
        .map(belief -> estimates(incident, belief, age, at))
        .orElseGet(() -> FirstChoice.inOrder(List.of(Action.WAIT)));
  }

  private Map<Action, Estimate> estimates(
      Incident incident, Belief belief, Duration age, Instant at) {
    Toll toll = new Toll(odds, settings.limits(), incident.getOpenedAt());
    int most = settings.limits().getMaxSteps();
    int actions = most - incident.getAttempts();
    StageSettings stage = settings.graph().stage(incident.getRootStage());
    List<Action> remedies = actions > 0 ? List.copyOf(Permitted.on(stage, incident)) : List.of();
    Lookahead lookahead = new Lookahead(toll, belief.faults(), remedies);
    Point now =
        new Point(
            belief.shares(),
            Toll.seconds(age),
            actions,
            most - Steps.waits(incident),
            Math.min(DEPTH, most));
    Map<Action, Double> costs = new EnumMap<>(Action.class);
    remedies.forEach(action -> costs.put(action, lookahead.cost(action, now)));
    costs.put(Action.WAIT, lookahead.cost(Action.WAIT, now));
    costs.put(Action.PAGE_HUMAN, lookahead.cost(Action.PAGE_HUMAN, now));
    return bestFirst(costs);
  }

  private static Map<Action, Estimate> bestFirst(Map<Action, Double> costs) {
    Map<Action, Estimate> estimates = new LinkedHashMap<>();
    costs.entrySet().stream()
        .sorted(Map.Entry.comparingByValue()) // stable
        .forEach(
            cost ->
                estimates.put(
                    cost.getKey(), new Estimate(StrictMath.pow(0.5, cost.getValue() / HALF), 0)));
    return estimates;
  }
}
