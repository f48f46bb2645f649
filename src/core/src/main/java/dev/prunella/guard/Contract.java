package dev.prunella.guard;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.Verdict;
import java.util.EnumSet;
import java.util.Set;

/** The stage contract: what its owner has not said may be done is not done. */
final class Contract implements Guardrail {
  private static final Verdicts VERDICT = new Verdicts("stage-contract");

  /** Running the stage's work once more: nothing else than what an idempotent stage stands. */
  private static final Set<Action> RUNS_AGAIN =
      EnumSet.of(Action.RETRY_WITH_BACKOFF, Action.RESCHEDULE, Action.RESTART);

  /** What changes data or where it goes. */
  private static final Set<Action> TOUCHES_DATA =
      EnumSet.of(Action.APPLY_SCHEMA_REMAP, Action.REROUTE, Action.ROLL_BACK, Action.QUARANTINE);

  @Override
  public Verdict judge(Proposal proposal) {
    Action action = proposal.action();
    if (Guardrail.harmless(action)) {
      return VERDICT.yes("harmless by nature");
    }
    if (proposal.stage() == null) {
      return VERDICT.no("the settings do not name this stage");
    }
    if (proposal.target().isEmpty()) {
      return VERDICT.no("the stage has no target to act on");
    }
    StageContract contract = proposal.stage().getContract();
    if (contract == null) {
      return VERDICT.no("the stage has no contract");
    }
    boolean lossKnown =
        contract.getDataLoss() == DataLoss.NONE || contract.getDataLoss() == DataLoss.RECOVERABLE;
    if (TOUCHES_DATA.contains(action) && !lossKnown) {
      return VERDICT.no(
          "it touches data, and the contract does not say that a loss could be made good");
    }
    if (contract.getPermits().contains(action)) {
      return VERDICT.yes("the contract permits it");
    }
    if (RUNS_AGAIN.contains(action) && contract.getIdempotent()) {
      return VERDICT.yes("the stage is idempotent");
    }
    return VERDICT.no("the contract does not permit it");
  }
}
