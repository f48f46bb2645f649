package dev.prunella.app.bench;

/**
 * A checkpoint that is complete.
 *
 * @param seconds from its trigger to its end
 * @param bytes of all state
 * @param written bytes that were written for it; less than all if it is incremental
 * @param stageBytes of the state of DETECT
 */
public record Checkpoint(double seconds, long bytes, long written, long stageBytes) {}
