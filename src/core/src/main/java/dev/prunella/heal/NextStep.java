package dev.prunella.heal;

import dev.prunella.decide.Decider;
import dev.prunella.decide.Decider.Options;
import dev.prunella.decide.Operations;
import dev.prunella.diagnose.IncidentGrouping;
import dev.prunella.guard.Circumstances;
import dev.prunella.guard.Guardrail;
import dev.prunella.learn.Policy;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.StageSettings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The next step of an incident of the fleet. */
record NextStep(
    FleetSettings settings,
    FleetState state,
    Flights flights,
    Journal journal,
    Policy policy,
    Credits credits) {

  /** One decision, after what became of the one before it; and what follows from it. */
  void take(Incident incident, Instant at, Instant now, Effects effects) {
    journal.policy(policy, at, effects);
    Incident free =
        Incident.newBuilder(flights.landed(incident)).setStatus(IncidentStatus.OPEN).build();
    StageSettings stage = settings.graph().stage(free.getRootStage());
    Decider decider = new Decider(policy, journal.seed());
    Options options = decider.options(free, stage, circumstances(free, now), at);
    double nextScore = policy.best(free, options.state(), options.lasting());
    credits.goesOn(free, options.state(), nextScore, at, effects);
    Decision decision =
        decider.decide(
            free,
            stage,
            options,
            settings.autonomy(),
            journal.nextSequence(),
            journal.epoch(),
            at,
            now.plusMillis(settings.limits().getCommandExpiryMillis()));
    credits.begin(free, decision);
    journal.log(decision, effects);
    if (decision.getSent()) {
      effects.command(decision.getIntended());
      touchNear(free, decision.getChosen());
    }
    journal.incident(after(free, decision, options.haveRemedy(), at), at, effects);
  }

  private Circumstances circumstances(Incident incident, Instant now) {
    return new Circumstances(
        settings.limits(),
        freeze(now),
        state.handsOff().values(),
        state.targets().values(),
        actingNear(incident));
  }

  /**
   * One that has begun by now holds for a step that was due before: its command would leave now.
   */
  private FreezeSettings freeze(Instant now) {
    FreezeSettings freeze = settings.freeze();
    boolean begun = freeze != null && freeze.getSince() != null && !now.isBefore(freeze.getSince());
    return begun ? FreezeSettings.newBuilder(freeze).setSince(null).build() : freeze;
  }

  private List<Incident> actingNear(Incident incident) {
    return near(incident)
        .filter(IncidentLife::isActing)
        .sorted(IncidentGrouping.OLDEST_FIRST)
        .toList();
  }

  private Stream<Incident> near(Incident incident) {
    return state.incidents().values().stream()
        .filter(other -> !other.getId().equals(incident.getId()))
        .filter(other -> settings.graph().near(other.getRootStage(), incident.getRootStage()));
  }

  /** What heals an incident may heal, or harm, those nearby that only wait. */
  private void touchNear(Incident incident, Action action) {
    if (!Guardrail.harmless(action)) {
      String who = "%s was done nearby for incident %s".formatted(action, incident.getId());
      near(incident)
          .filter(other -> other.getClearSince() == null)
          .forEach(other -> credits.touched(other, who));
    }
  }

  private Incident after(Incident incident, Decision decision, boolean chosenFreely, Instant at) {
    Action action = decision.getChosen();
    Incident.Builder next =
        Incident.newBuilder(incident).setSteps(incident.getSteps() + 1).setNextStepAt(null);
    if (action == Action.WAIT) {
      Action last = chosenFreely ? action : incident.getLastAction();
      return next.setLastAction(last).setNextStepAt(afterWaiting(incident, decision, at)).build();
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
