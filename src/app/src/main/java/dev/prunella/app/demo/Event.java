package dev.prunella.app.demo;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import java.time.Instant;

/**
 * One thing that happened, as people are told of it.
 *
 * @param at simulated time
 * @param kind what happened
 * @param stage pipeline/stage
 * @param errorType what it is taken for
 * @param action the remedy; null if none is meant
 * @param detail one sentence or less; may be empty
 */
public record Event(
    Instant at, Kind kind, String stage, ErrorType errorType, Action action, String detail) {

  /** In the order in which they follow each other in the life of an incident. */
  enum Kind {
    FAULT,
    OPENED,
    COMMAND,
    OUTCOME,
    ESCALATED,
    RECOVERED,
    CENSORED,
    LEARNED
  }
}
