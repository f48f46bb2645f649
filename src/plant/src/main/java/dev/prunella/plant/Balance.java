package dev.prunella.plant;

/**
 * Where the records of a pipeline are: those that arrived are delivered, were refused, or are still
 * on their way.
 *
 * @param arrived at the source, in all
 * @param delivered to where they should be, in all
 * @param quarantined refused or set aside, in all
 * @param underway in queues and runs
 */
public record Balance(long arrived, long delivered, long quarantined, long underway) {}
