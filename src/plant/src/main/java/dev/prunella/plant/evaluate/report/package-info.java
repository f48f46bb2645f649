/** The report of an evaluation: one HTML page that needs no network, with charts in SVG. */
package dev.prunella.plant.evaluate.report;
