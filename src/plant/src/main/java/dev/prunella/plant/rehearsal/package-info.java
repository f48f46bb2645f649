/** The whole loop on simulated pipelines in one thread, and what is measured of it. */
package dev.prunella.plant.rehearsal;
