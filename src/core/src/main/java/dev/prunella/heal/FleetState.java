package dev.prunella.heal;

import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.TargetMemory;

/**
 * All that {@link Healing} keeps of one fleet. Where it lies (heap, Flink state) is the business of
 * the tables.
 *
 * @param settings by part
 * @param pending signals that time has not reached yet
 * @param incidents by id; those that have not ended
 * @param steps the newest one of each of those, and of some that have ended, by incident id
 * @param cells what the policy learned, as {@link dev.prunella.learn.QTable} keys them
 * @param targets by target
 * @param handsOff orders to leave a stage alone, by stage
 * @param memory of the fleet as a whole, by its name
 */
public record FleetState(
    Table<Settings> settings,
    Table<Signal> pending,
    Table<Incident> incidents,
    Table<OpenStep> steps,
    Table<PolicyCell> cells,
    Table<TargetMemory> targets,
    Table<Order> handsOff,
    Table<FleetMemory> memory) {

  /** An empty one on the heap, for use without Flink. */
  public static FleetState onHeap() {
    return new FleetState(
        new HeapTable<>(),
        new HeapTable<>(),
        new HeapTable<>(),
        new HeapTable<>(),
        new HeapTable<>(),
        new HeapTable<>(),
        new HeapTable<>(),
        new HeapTable<>());
  }
}
