/**
 * What a simulation is asked to play: topology, load, faults, the ranges that worlds are drawn
 * from. Plain values; {@code docs/scenarios.md} says how they are written in a file.
 */
package dev.prunella.plant.scenario;
