package dev.prunella.plant.baseline;

import dev.prunella.decide.Operations;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.GuardrailSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What a step of an incident takes, in seconds of violation, if the fault behind it is known: the
 * time until it is over or the next step is due, and what the action costs in money, attention and
 * harm, as so many seconds. Not thread-safe.
 */
final class Toll {

  /** An incident's whole worth of cost, in seconds: a page is some minutes, a retry none. */
  private static final double WORTH = 1800;

  /** What making it worse costs, in seconds: most of one more step in vain. */
  private static final double HARM = 600;

  private static final Duration EVER = Duration.ofDays(3650);

  private final Odds odds;
  private final GuardrailSettings limits;
  private final Instant at;
  private final Map<Fault, Map<Action, Effects>> known = new HashMap<>();

  private final Map<Fault, Boolean> passing = new HashMap<>();

  /** What the odds say of an action against a fault, asked once. */
  private record Effects(double heals, double harms, double seconds, double cost) {}

  /**
   * @param at the moment whose odds hold
   */
  Toll(Odds odds, GuardrailSettings limits, Instant at) {
    this.odds = odds;
    this.limits = limits;
    this.at = at;
  }

  GuardrailSettings limits() {
    return limits;
  }

  private Effects effects(Fault fault, Action action) {
    return known
        .computeIfAbsent(fault, none -> new EnumMap<>(Action.class))
        .computeIfAbsent(
            action,
            none ->
                new Effects(
                    odds.heals(fault, action, at),
                    odds.harms(fault, action, at),
                    seconds(odds.lasts(action)),
                    odds.cost(action)));
  }

  /** At least so long people need who find it by themselves from now on, in seconds. */
  private static final double LEAST_FIND = 300;

  /**
   * @param seconds expected, of this step alone
   * @param lasts probability that the fault is still there when the next step is due
   * @param until the next step, in seconds
   */
  record Step(double seconds, double lasts, double until) {}

  /** Taking an action (neither waiting nor a page), if the fault has lasted for its age. */
  Step act(Fault fault, Action action, double age) {
    Effects effects = effects(fault, action);
    double effect = effects.seconds();
    double next =
        Math.max(effect + limits.getHoldMillis() / 1000.0, limits.getCooldownMillis() / 1000.0);
    double passesBefore = passes(fault, age, effect);
    double passes = passes(fault, age, next);
    double heals = effects.heals();
    double lasts = (1 - passes) * (1 - heals);
    double seconds =
        passesBefore * effect / 2
            + (1 - passesBefore) * heals * effect
            + (passes - passesBefore) * (1 - heals) * (effect + next) / 2
            + lasts * next
            + WORTH * effects.cost()
            + HARM * effects.harms();
    return new Step(seconds, lasts, next);
  }

  /** Waiting until the next step. */
  Step await(Fault fault, double age) {
    double passes = passes(fault, age, Operations.WAIT);
    return new Step((1 - passes / 2) * Operations.WAIT, 1 - passes, Operations.WAIT);
  }

  /** Calling people: that ends it, unless it passes before they have found it. */
  double page(Fault fault, double age) {
    double left = Math.max(LEAST_FIND, seconds(odds.unpaged()) - age);
    double people = Math.min(seconds(odds.people()), left);
    double passes = passes(fault, age, people);
    return (1 - passes / 2) * people + WORTH * odds.cost(Action.PAGE_HUMAN);
  }

  private double passes(Fault fault, double age, double further) {
    return mayPass(fault) ? odds.passesWithin(fault, duration(age), duration(further)) : 0;
  }

  private boolean mayPass(Fault fault) {
    return passing.computeIfAbsent(
        fault, none -> odds.passesWithin(fault, Duration.ZERO, EVER) > 0);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (1000 * seconds));
  }
}
