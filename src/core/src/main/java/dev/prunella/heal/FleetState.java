package dev.prunella.heal;

import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.TargetMemory;

/** All that {@link Healing} keeps of one fleet. */
public interface FleetState {

  /** By part. */
  Table<Settings> settings();

  /** Signals that time has not reached yet. */
  Table<Signal> pending();

  /** By id; those that have not ended. */
  Table<Incident> incidents();

  /** The newest decision on each of those, by incident id. */
  Table<Decision> decisions();

  /** By target. */
  Table<TargetMemory> targets();

  /** Orders to leave a stage alone, by stage. */
  Table<Order> handsOff();

  /** Null at first. */
  FleetMemory memory();

  void remember(FleetMemory memory);
}
