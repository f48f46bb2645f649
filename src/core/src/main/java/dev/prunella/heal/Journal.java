package dev.prunella.heal;

import dev.prunella.diagnose.Evidence;
import dev.prunella.explain.Explanation;
import dev.prunella.learn.Policy;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.PolicySnapshot;
import java.time.Instant;

/**
 * What a fleet makes known, numbered: the versions of its incidents, its decisions, and snapshots
 * of its policy. All that it makes known it also keeps.
 */
record Journal(String fleet, FleetState state, long seed, long epoch) {

  /** The incident's next version, explained. */
  void incident(Incident incident, Instant at, Effects effects) {
    Instant before = incident.getUpdatedAt();
    Incident next =
        Incident.newBuilder(incident)
            .setVersion(incident.getVersion() + 1)
            .setUpdatedAt(at.isBefore(before) ? before : at)
            .setExplanation(Explanation.of(incident, state.decisions().get(incident.getId())))
            .build();
    state.incidents().put(next.getId(), next);
    effects.incident(
        Incident.newBuilder(next).setEvidence(Evidence.published(next.getEvidence())).build());
  }

  /** Sequence of the next decision. */
  long nextSequence() {
    return memory().getSequence() + 1;
  }

  /** A decision, and the command that it sends, if any. */
  void decision(Decision decision, Effects effects) {
    state.memory().put(fleet, new FleetMemory(decision.getSequence(), memory().getPolicyWritten()));
    state.decisions().put(decision.getIncident(), decision);
    effects.decision(decision);
    if (decision.getSent()) {
      effects.command(decision.getIntended());
    }
  }

  /** A snapshot of the policy, unless it is written already. */
  void policy(Policy policy, Instant at, Effects effects) {
    if (!memory().getPolicyWritten()) {
      long sequence = memory().getSequence();
      effects.policy(
          new PolicySnapshot(fleet, at, Policy.LEARNER, sequence, epoch, policy.cells()));
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
