/**
 * Simulated data pipelines: what they report, how they fail, and what remedies do to them. Time is
 * told by the caller, chance comes from a seed; nothing here knows Kafka, threads or a wall clock.
 */
package dev.prunella.plant;
