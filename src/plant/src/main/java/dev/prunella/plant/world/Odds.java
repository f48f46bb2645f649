package dev.prunella.plant.world;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What is true of a world at a moment, for those who may know it: the best-informed policy, the
 * oracle, the evaluation. Nothing in it tells which fault is behind an incident.
 */
public interface Odds {

  /** Every fault that may begin at such a stage, with its share; they add up to 1. */
  Map<Fault, Double> faults(StageKind kind, Instant at);

  /** Probability that the fault, at such a stage, shows itself like this. */
  double shows(Fault fault, StageKind kind, Visible seen, Instant at);

  /** Probability that one try of the action heals the fault; that its call may fail is in it. */
  double heals(Fault fault, Action action, Instant at);

  /** Probability that one try of the action makes the fault worse. */
  double harms(Fault fault, Action action, Instant at);

  /**
   * Probability that the fault passes by itself.
   *
   * @param age for which it has lasted
   * @param further within which it passes
   */
  double passesWithin(Fault fault, Duration age, Duration further);

  /** From its begin to the action's effect, in the mean. */
  Duration lasts(Action action);

  /** What the action costs, as a share of an incident's worth, 0 to 1. */
  double cost(Action action);

  /** From a page to the repair, in the mean. */
  Duration people();

  /** Until people find a fault by themselves and repair it, in the mean. */
  Duration unpaged();
}
