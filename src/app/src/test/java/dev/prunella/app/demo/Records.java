package dev.prunella.app.demo;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records of a loop, at minutes since {@link #BEGIN}. */
final class Records {

  static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
  static final String STAGE = "orders/load";

  private Records() {}

  static Instant minute(double minute) {
    return BEGIN.plus(Duration.ofMillis((long) (minute * 60_000)));
  }

  /** The first version of an incident, open since that minute. */
  static Incident opened(String id, double minute) {
    Signal signal =
        Signal.newBuilder()
            .setFleet("demo")
            .setStage(STAGE)
            .setKind(SignalKind.SLO_BURN)
            .setTransition(Transition.OPENED)
            .setSubject("latency")
            .setAt(minute(minute))
            .setOpenedAt(minute(minute))
            .setSeenAt(minute(minute))
            .build();
    return Incident.newBuilder()
        .setId(id)
        .setFleet("demo")
        .setVersion(1)
        .setStatus(IncidentStatus.OPEN)
        .setRootStage(STAGE)
        .setStages(List.of(STAGE))
        .setErrorType(ErrorType.TIMEOUT)
        .setConfidence(1)
        .setOpenedAt(minute(minute))
        .setUpdatedAt(minute(minute))
        .setEvidence(List.of(signal))
        .setExplanation("")
        .build();
  }

  /** The next version, in another state. */
  static Incident then(Incident incident, IncidentStatus status, double minute) {
    return Incident.newBuilder(incident)
        .setVersion(incident.getVersion() + 1)
        .setStatus(status)
        .setUpdatedAt(minute(minute))
        .build();
  }

  /** The last version: all clear since a minute, ended at another. */
  static Incident recovered(Incident incident, double clear, double closed) {
    return Incident.newBuilder(then(incident, IncidentStatus.RECOVERED, closed))
        .setClearSince(minute(clear))
        .setClosedAt(minute(closed))
        .build();
  }

  static Command command(String id, Incident incident, Action action, double minute) {
    return Command.newBuilder()
        .setId(id)
        .setFleet("demo")
        .setIncident(incident.getId())
        .setStep(0)
        .setStage(STAGE)
        .setTarget("redshift:demo/eu/orders")
        .setService("redshift")
        .setAction(action)
        .setIssuedAt(minute(minute))
        .setExpiresAt(minute(minute + 5))
        .setState(state(ErrorType.TIMEOUT))
        .setPropensity(1)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("")
        .build();
  }

  static DecisionState state(ErrorType type) {
    return new DecisionState(type, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN);
  }

  static Outcome outcome(Command command, OutcomeStatus status, double minute) {
    return Outcome.newBuilder()
        .setCommandId(command.getId())
        .setFleet("demo")
        .setIncident(command.getIncident())
        .setStage(command.getStage())
        .setTarget(command.getTarget())
        .setAction(command.getAction())
        .setStatus(status)
        .setAt(minute(minute))
        .setActor("test")
        .build();
  }

  static Decision decision(long sequence, DecisionKind kind, double minute) {
    return Decision.newBuilder()
        .setFleet("demo")
        .setSequence(sequence)
        .setEpoch(0)
        .setKind(kind)
        .setAt(minute(minute))
        .setIncident("a")
        .setStep(0)
        .setState(state(ErrorType.TIMEOUT))
        .setChosen(Action.RESTART)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("")
        .build();
  }
}
