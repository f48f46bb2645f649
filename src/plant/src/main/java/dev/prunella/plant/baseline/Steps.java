package dev.prunella.plant.baseline;

import dev.prunella.schemas.Incident;
import java.time.Instant;

/** The step of an incident that is decided on. */
final class Steps {

  private Steps() {}

  /** When it is due. */
  static Instant now(Incident incident) {
    Instant due = incident.getNextStepAt();
    return due == null ? incident.getUpdatedAt() : due;
  }

  /** How many were no order: it was waited, for whatever reason. */
  static int waits(Incident incident) {
    return incident.getSteps() - incident.getAttempts();
  }
}
