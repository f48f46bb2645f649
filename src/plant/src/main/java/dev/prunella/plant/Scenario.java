package dev.prunella.plant;

import dev.prunella.plant.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The script of a simulation.
 *
 * @param fleet name of the fleet
 * @param pipelines names of its pipelines; not empty, without a slash
 * @param start when the plant begins to work
 * @param period between two measurements, 1 s or more
 * @param faults what goes wrong
 */
public record Scenario(
    String fleet,
    List<String> pipelines,
    Instant start,
    Duration period,
    List<PlannedFault> faults) {

  /** CloudWatch streams metrics about twice a minute at best. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  public static final List<String> PIPELINES =
      List.of("orders", "payments", "customers", "inventory", "shipments", "clicks");

  /**
   * So long the next fault in a pipeline waits at least: until people have done what the loop could
   * not.
   */
  private static final Duration SPACE = Duration.ofMinutes(120);

  public Scenario {
    if (pipelines.isEmpty()) {
      throw new IllegalArgumentException("pipelines is empty; expected one name or more");
    }
    if (period.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("period is " + period + "; expected 1 s or more");
    }
    for (PlannedFault fault : faults) {
      if (!pipelines.contains(fault.pipeline())) {
        throw new IllegalArgumentException(
            "a fault is planned for pipeline '%s'; known are %s"
                .formatted(fault.pipeline(), pipelines));
      }
    }
  }

  /** Six pipelines, and nothing goes wrong. */
  public static Scenario of(String fleet, Instant start) {
    return new Scenario(fleet, PIPELINES, start, PERIOD, List.of());
  }

  public Scenario withPipelines(String... names) {
    return new Scenario(fleet, List.of(names), start, period, faults);
  }

  public Scenario withFaults(List<PlannedFault> planned) {
    return new Scenario(fleet, pipelines, start, period, planned);
  }

  public Scenario every(Duration measured) {
    return new Scenario(fleet, pipelines, start, measured, faults);
  }

  /**
   * Faults of every class, drawn: one after the other over the fleet with exponential gaps, never
   * soon after another one in the same pipeline. The first one comes at once, so that a short demo
   * has something to show.
   *
   * @param from when the first one may come
   * @param to none comes after that
   * @param gap mean time between two in the fleet
   */
  public Scenario withFaultsDrawn(long seed, Instant from, Instant to, Duration gap) {
    RandomGenerator random = new Chance(seed).stream("faults", fleet);
    List<PlannedFault> planned = new ArrayList<>();
    Instant at = from;
    while (!at.isAfter(to)) {
      List<String> free = freeAt(at, planned);
      if (!free.isEmpty()) {
        Fault fault = Fault.ALL.get(random.nextInt(Fault.ALL.size()));
        planned.add(PlannedFault.of(fault, free.get(random.nextInt(free.size())), at));
      }
      at = at.plusMillis((long) (gap.toMillis() * Math.min(3, random.nextExponential())) + 1000);
    }
    return withFaults(planned);
  }

  private List<String> freeAt(Instant at, List<PlannedFault> planned) {
    List<String> free = new ArrayList<>(pipelines);
    for (PlannedFault other : planned) {
      if (at.isBefore(other.at().plus(SPACE))) {
        free.remove(other.pipeline());
      }
    }
    return free;
  }
}
