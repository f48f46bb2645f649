package dev.prunella.plant.fault;

import dev.prunella.plant.scenario.Range;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A hidden cause. Nothing of it but its {@link Visible} side can be seen, and that it shares with
 * others. Two faults are the same if their names are.
 *
 * @param name of the fault
 * @param about what it is, in a sentence for people
 * @param kinds of stages at which it can begin; not empty
 * @param faces the error types that it may be seen as, with the share of each before they are
 *     scaled to add up to 1; not empty
 * @param symptoms probability of those that it tends to show
 * @param heals the actions that heal it, with the probability of one try; what an informed person
 *     does comes first; two or more
 * @param harms the actions that make it worse, with the probability of one try
 * @param passing probability that it passes by itself; given 0: never
 * @param passes seconds after which it does
 * @param ramp seconds for which it can be seen to come before it hurts; given 0: it hurts at once
 * @param shared whether it hurts everything on the same resource
 * @param flood multiple of the usual that arrives at the pipeline while it lasts, 1 or more
 * @param spoils whether what goes through meanwhile is partly wrong
 * @param table what it does to the table that the pipeline reads
 */
public record Fault(
    String name,
    String about,
    Set<StageKind> kinds,
    Map<ErrorType, Range> faces,
    Map<Symptom, Range> symptoms,
    Map<Action, Range> heals,
    Map<Action, Range> harms,
    Range passing,
    Range passes,
    Range ramp,
    boolean shared,
    Range flood,
    boolean spoils,
    TableChange table) {

  /** Every fault there is. */
  public static final List<Fault> ALL =
      Stream.of(DataFaults.ALL, CapacityFaults.ALL, ServiceFaults.ALL, HumanFaults.ALL)
          .flatMap(List::stream)
          .toList();

  public Fault {
    kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    faces = Collections.unmodifiableMap(new EnumMap<>(faces));
    symptoms = Collections.unmodifiableMap(new EnumMap<>(symptoms));
    heals = Collections.unmodifiableMap(new LinkedHashMap<>(heals));
    harms = Collections.unmodifiableMap(new LinkedHashMap<>(harms));
  }

  /** Whether it ever passes by itself. */
  public boolean mayPass() {
    return passing.most() > 0;
  }

  /** Whether it can be seen to come. */
  public boolean isForecastable() {
    return ramp.most() > 0;
  }

  /**
   * The fault of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Fault named(String name) {
    return ALL.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '%s'; known are %s"
                        .formatted(name, ALL.stream().map(Fault::name).toList())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fault fault && fault.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
