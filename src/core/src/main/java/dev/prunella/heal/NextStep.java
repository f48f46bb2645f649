package dev.prunella.heal;

import dev.prunella.decide.Decider;
import dev.prunella.decide.Operations;
import dev.prunella.diagnose.IncidentGrouping;
import dev.prunella.guard.Circumstances;
import dev.prunella.guard.Guardrail;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import java.time.Instant;
import java.util.List;

/** The next step of an incident of the fleet. */
record NextStep(FleetSettings settings, FleetState state, Flights flights, Journal journal) {

  /** One decision, and what follows from it. */
  void take(Incident incident, Instant at, Instant now, Effects effects) {
    journal.policy(settings.policy(), at, effects);
    Incident free =
        Incident.newBuilder(flights.landed(incident)).setStatus(IncidentStatus.OPEN).build();
    Decision decision =
        new Decider(settings.policy(), journal.seed())
            .decide(
                free,
                settings.graph().stage(free.getRootStage()),
                settings.autonomy(),
                new Circumstances(
                    settings.limits(),
                    settings.freeze(),
                    state.handsOff().values(),
                    state.targets().values(),
                    actingNear(free)),
                journal.nextSequence(),
                journal.epoch(),
                at,
                now);
    journal.decision(decision, effects);
    journal.incident(after(free, decision, at), at, effects);
  }

  private List<Incident> actingNear(Incident incident) {
    return state.incidents().values().stream()
        .filter(IncidentLife::isActing)
        .filter(other -> !other.getId().equals(incident.getId()))
        .filter(other -> settings.graph().near(other.getRootStage(), incident.getRootStage()))
        .sorted(IncidentGrouping.OLDEST_FIRST)
        .toList();
  }

  private Incident after(Incident incident, Decision decision, Instant at) {
    Action action = decision.getChosen();
    Incident.Builder next =
        Incident.newBuilder(incident).setSteps(incident.getSteps() + 1).setNextStepAt(null);
    if (action == Action.WAIT) {
      return next.setNextStepAt(afterWaiting(incident, decision, at)).build();
    }
    if (action == Action.PAGE_HUMAN) {
      // One that was not sent called nobody: the incident goes its way, and is looked at again if
      // its diagnosis changes. The same holds for every action that was not sent.
      return decision.getSent()
          ? next.setLastAction(action).setStatus(IncidentStatus.ESCALATED).build()
          : next.build();
    }
    Command command = decision.getIntended();
    flights.acted(command, decision.getSent(), at);
    return decision.getSent()
        ? next.setLastAction(action)
            .setAttempts(incident.getAttempts() + 1)
            .setStatus(IncidentStatus.ACTING)
            .setInFlight(command.getId())
            .setNextStepAt(command.getExpiresAt())
            .build()
        : next.build();
  }

  /**
   * The end of the freeze that leaves nothing but to wait; never (null) if it has none, or if the
   * evidence must be fresh first: news of either come by themselves. Else when the wait is over.
   */
  private Instant afterWaiting(Incident incident, Decision decision, Instant at) {
    if (Guardrail.refusedBy(Guardrail.FREEZE, decision)) {
      return settings.freeze().getUntil();
    }
    return incident.getStale() ? null : at.plusSeconds(Operations.WAIT);
  }
}
