package dev.prunella.app.chaos.check;

import java.time.Instant;

/**
 * A record of a topic.
 *
 * @param at when it was written, by the wall clock
 */
public record Written<T>(T value, Instant at) {}
