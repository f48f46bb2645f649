/**
 * Judges a run from outside: from what stands in the topics, what the services saw and what was
 * really broken. It knows nothing of the code that it judges, and goes by rules of its own.
 */
package dev.prunella.app.chaos.check;
