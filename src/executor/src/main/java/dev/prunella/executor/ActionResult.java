package dev.prunella.executor;

import dev.prunella.schemas.OutcomeStatus;

/**
 * How an action ended.
 *
 * @param status SUCCEEDED, FAILED, TIMED_OUT or UNKNOWN
 * @param detail one sentence for people; no secrets
 */
public record ActionResult(OutcomeStatus status, String detail) {

  public ActionResult {
    switch (status) {
      case SUCCEEDED, FAILED, TIMED_OUT, UNKNOWN -> {}
      default -> throw new IllegalArgumentException("an action cannot end as " + status);
    }
  }

  /** The service has done what was asked; whether it helped is read from telemetry. */
  public static ActionResult succeeded(String detail) {
    return new ActionResult(OutcomeStatus.SUCCEEDED, detail);
  }

  /** The service has refused, or was not reached; it does nothing more about it. */
  public static ActionResult failed(String detail) {
    return new ActionResult(OutcomeStatus.FAILED, detail);
  }

  /** The service was asked and has not answered in time; it may still be acting. */
  public static ActionResult timedOut(String detail) {
    return new ActionResult(OutcomeStatus.TIMED_OUT, detail);
  }

  /** It may or may not have happened. */
  public static ActionResult unknown(String detail) {
    return new ActionResult(OutcomeStatus.UNKNOWN, detail);
  }

  /** Whether the target may still be acted on, so that it is left alone for a while. */
  boolean mayGoOn() {
    return status == OutcomeStatus.TIMED_OUT || status == OutcomeStatus.UNKNOWN;
  }
}
