/** What holds in one simulated world and nobody in it knows; drawn by seed. */
package dev.prunella.plant.world;
