package dev.prunella.app.chaos.check;

/**
 * A promise that was not kept.
 *
 * @param promise which one
 * @param subject an incident, a command, a target, ...
 * @param what what was found instead
 */
public record Violation(Promise promise, String subject, String what) {}
