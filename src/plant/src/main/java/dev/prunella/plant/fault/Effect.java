package dev.prunella.plant.fault;

/** What an action does to the cause of a fault. */
public enum Effect {
  /** The cause is gone. */
  HEALS,
  NOTHING,
  /** The fault becomes harder. */
  WORSENS
}
