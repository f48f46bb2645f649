package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Action;
import java.time.Instant;
import java.util.Optional;

/**
 * What a service saw of one command: one request.
 *
 * @param id the request's idempotency key
 * @param begunAt by the wall clock
 * @param endedAt when the service was done with it, whether or not anybody waited for the answer;
 *     empty while it is not
 */
public record Call(
    String id,
    String incident,
    int step,
    String target,
    Action action,
    Instant begunAt,
    Optional<Instant> endedAt) {}
