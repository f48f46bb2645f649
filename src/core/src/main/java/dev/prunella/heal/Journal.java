package dev.prunella.heal;

import dev.prunella.diagnose.Evidence;
import dev.prunella.explain.Explanation;
import dev.prunella.learn.Policy;
import dev.prunella.learn.QTable;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.StageKind;
import java.time.Instant;

/**
 * What a fleet makes known, numbered: the versions of its incidents, its decisions, and snapshots
 * of its policy. All that it makes known it also keeps.
 */
record Journal(String fleet, FleetState state, long seed, long epoch) {

  private static final DecisionState NO_STATE =
      new DecisionState(
          ErrorType.UNKNOWN, StageKind.UNKNOWN, LatencyBucket.UNKNOWN, 0, Action.UNKNOWN);

  /** The incident's next version, explained. */
  void incident(Incident incident, Instant at, Effects effects) {
    Instant before = incident.getUpdatedAt();
    Incident next =
        Incident.newBuilder(incident)
            .setVersion(incident.getVersion() + 1)
            .setUpdatedAt(at.isBefore(before) ? before : at)
            .setExplanation(Explanation.of(incident, newestDecision(incident)))
            .build();
    state.incidents().put(next.getId(), next);
    effects.incident(
        Incident.newBuilder(next).setEvidence(Evidence.published(next.getEvidence())).build());
  }

  /** The one that the incident waits for, if any. What it taught is told in the log. */
  private Decision newestDecision(Incident incident) {
    OpenStep step = state.steps().get(incident.getId());
    return step == null ? null : step.getDecision();
  }

  /** Sequence of the next entry of the log. */
  long nextSequence() {
    return memory().getSequence() + 1;
  }

  /** An entry of the log. */
  void log(Decision entry, Effects effects) {
    state.memory().put(fleet, new FleetMemory(entry.getSequence(), memory().getPolicyWritten()));
    effects.decision(entry);
  }

  /** What was learned elsewhere is a prior from now on. */
  void imported(Order order, Instant at, Policy policy, Effects effects) {
    PolicySnapshot other = order.getPolicy();
    Decision entry =
        Decision.newBuilder()
            .setFleet(fleet)
            .setSequence(nextSequence())
            .setEpoch(epoch)
            .setKind(DecisionKind.IMPORTED)
            .setAt(at)
            .setIncident("")
            .setStep(0)
            .setState(NO_STATE)
            .setChosen(Action.UNKNOWN)
            .setAutonomy(Autonomy.UNKNOWN)
            .setImported(other)
            .setReason(
                "%s imported what the learner %s knew of fleet %s at %s"
                    .formatted(
                        order.getAuthor(), other.getLearner(), other.getFleet(), other.getAt()))
            .build();
    log(entry, effects);
    table().apply(entry);
    policyChanged();
    policy(policy, at, effects);
  }

  /** What was learned: the fold of the log. */
  QTable table() {
    Table<PolicyCell> cells = state.cells();
    return new QTable(cells::get, cells::put, cells::values);
  }

  /** A snapshot of the policy, unless it is written already. */
  void policy(Policy policy, Instant at, Effects effects) {
    if (!memory().getPolicyWritten()) {
      long sequence = memory().getSequence();
      effects.policy(new PolicySnapshot(fleet, at, policy.name(), sequence, epoch, policy.cells()));
      state.memory().put(fleet, new FleetMemory(sequence, true));
    }
  }

  /** The policy is no longer the one that was written. */
  void policyChanged() {
    state.memory().put(fleet, new FleetMemory(memory().getSequence(), false));
  }

  private FleetMemory memory() {
    FleetMemory memory = state.memory().get(fleet);
    return memory == null ? new FleetMemory(0L, false) : memory;
  }
}
