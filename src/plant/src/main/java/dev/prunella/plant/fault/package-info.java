/**
 * What can go wrong in a simulated pipeline: hidden causes as plain data, how they may show
 * themselves, and what that does to a stage. What a stage suffers and says follows from what is
 * seen of the fault, never from its cause.
 */
package dev.prunella.plant.fault;
