package dev.prunella.plant.baseline;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Instant;
import java.util.List;

/** What was done in a run so far, as anybody can read it in its commands and outcomes. */
public interface History {

  /**
   * One action that was ordered.
   *
   * @param at when
   * @param status the newest that was heard of it; UNKNOWN if nothing was
   */
  record Attempt(Action action, Instant at, OutcomeStatus status) {

    /** Whether it may have had an effect. */
    public boolean mayHaveBegun() {
      return status != OutcomeStatus.REJECTED && status != OutcomeStatus.EXPIRED;
    }
  }

  /**
   * What was ordered at the stages of the incident since it opened, pages left out; oldest first.
   */
  List<Attempt> attempts(Incident incident);
}
