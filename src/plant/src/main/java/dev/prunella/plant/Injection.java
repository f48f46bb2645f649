package dev.prunella.plant;

import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The truth about one fault, for evaluation alone: no part of the loop may see it.
 *
 * @param number counts the faults of a plant in the order in which they begin, from 0
 * @param fault name of the hidden cause
 * @param visible how it shows itself
 * @param stage where it began, pipeline/stage
 * @param alsoHit the other stages that it has hurt so far, by what they share or as it spread
 * @param healsByItself whether it would pass
 * @param flaps whether it comes and goes
 * @param regime how many shifts that concern the fault lay before it
 * @param startedAt when it began
 * @param visibleAt when it could be seen first; later than that if it comes over some time
 * @param hurtsAt when it began to hurt; empty if it has not, or was healed before
 * @param healedAt when its cause was gone; empty while it is not
 * @param healedBy what healed it; UNKNOWN if it passed by itself or has not healed
 * @param healer the command's id, or {@link #PERSON}; empty if it passed by itself or has not
 *     healed
 * @param recoveredAt when, after it was healed, the pipeline delivered within its SLO again and
 *     every stage's last try had succeeded; empty while it does not
 */
public record Injection(
    int number,
    String fault,
    Visible visible,
    String stage,
    Set<String> alsoHit,
    boolean healsByItself,
    boolean flaps,
    int regime,
    Instant startedAt,
    Instant visibleAt,
    Optional<Instant> hurtsAt,
    Optional<Instant> healedAt,
    Action healedBy,
    String healer,
    Optional<Instant> recoveredAt) {

  /** The healer where it was none of the loop's commands. */
  public static final String PERSON = "person";

  public Injection {
    alsoHit = Set.copyOf(alsoHit);
  }

  /** The pipeline that the stage is in. */
  public String pipeline() {
    return stage.substring(0, stage.indexOf('/'));
  }

  /** What it is seen as. */
  public ErrorType errorType() {
    return visible.errorType();
  }
}
