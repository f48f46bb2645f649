/**
 * The policies that a learner is measured against, from none at all to one that knows the cause.
 * Each passes the same guardrails as the learner.
 */
package dev.prunella.plant.baseline;
