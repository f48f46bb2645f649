package dev.prunella.plant;

/**
 * Where the records of a pipeline or of a stage are: those that arrived are delivered, were
 * refused, or are still on their way.
 *
 * @param arrived in all
 * @param delivered to where they should be, or to the next stage, in all
 * @param quarantined refused or set aside, in all
 * @param underway in queues and runs
 */
public record Balance(long arrived, long delivered, long quarantined, long underway) {}
