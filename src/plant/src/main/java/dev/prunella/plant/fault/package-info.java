/** What can go wrong in a simulated pipeline, why, and what it does to the stages. */
package dev.prunella.plant.fault;
