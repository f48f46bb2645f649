package dev.prunella.executor;

import dev.prunella.schemas.OutcomeStatus;

/**
 * Why a command is not carried out.
 *
 * @param status REJECTED or EXPIRED
 * @param reason one sentence for people
 * @param fencedBy id of the command that is live on the target; empty if that is not the reason
 */
record Refusal(OutcomeStatus status, String reason, String fencedBy) {

  static Refusal expired(String reason) {
    return new Refusal(OutcomeStatus.EXPIRED, reason, "");
  }

  static Refusal rejected(String reason) {
    return new Refusal(OutcomeStatus.REJECTED, reason, "");
  }

  static Refusal fenced(String reason, String by) {
    return new Refusal(OutcomeStatus.REJECTED, reason, by);
  }
}
