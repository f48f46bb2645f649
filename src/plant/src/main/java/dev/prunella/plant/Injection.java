package dev.prunella.plant;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import java.time.Instant;
import java.util.Optional;

/**
 * The truth about one fault, for evaluation alone: no part of the loop may see it.
 *
 * @param fault its name
 * @param errorType what it is
 * @param cause what is behind it
 * @param stage where it began, pipeline/stage
 * @param healsByItself whether it would have passed
 * @param startedAt when it began
 * @param healedAt when its cause was gone; empty while it is not
 * @param healedBy what healed it; UNKNOWN if it passed by itself or has not healed
 * @param healer the command's id, or {@link #PERSON}; empty if it passed by itself or has not
 *     healed
 * @param recoveredAt when the pipeline delivered as before: nothing waits longer than usual, the
 *     last runs succeeded; empty while it does not
 */
public record Injection(
    String fault,
    ErrorType errorType,
    String cause,
    String stage,
    boolean healsByItself,
    Instant startedAt,
    Optional<Instant> healedAt,
    Action healedBy,
    String healer,
    Optional<Instant> recoveredAt) {

  /** The healer where it was none of the loop's commands. */
  public static final String PERSON = "person";

  /** The pipeline that the stage is in. */
  public String pipeline() {
    return stage.substring(0, stage.indexOf('/'));
  }
}
