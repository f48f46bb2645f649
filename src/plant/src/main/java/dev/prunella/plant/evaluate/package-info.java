/**
 * Policies against each other in the simulator: trials of scenarios under policies, what is
 * measured of them, and the report. What is measured is defined in docs/evaluation.md.
 */
package dev.prunella.plant.evaluate;
