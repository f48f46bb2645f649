package dev.prunella.heal;

import dev.prunella.decide.Ids;
import dev.prunella.diagnose.Evidence;
import dev.prunella.diagnose.PipelineGraph;
import dev.prunella.diagnose.RootCause;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How an incident changes: from one value to the next, by nothing but what is handed in. */
record IncidentLife(PipelineGraph graph, GuardrailSettings limits) {

  /** An incident without news for so long is ended without knowing. */
  private static final Duration FORGOTTEN = Duration.ofDays(14);

  /** What has looked like a recovery for so long without being one is none. */
  private static final Duration CLEARING = Duration.ofHours(1);

  /** What people do about an incident shows within this time; a failure after that is another. */
  private static final Duration HANDED_OVER = Duration.ofMinutes(30);

  /** A new incident; its first step is due once the other signals had time to gather. */
  Incident open(Signal first) {
    Incident blank =
        Incident.newBuilder()
            .setId(
                Ids.of(
                    first.getFleet(),
                    first.getStage(),
                    first.getKind(),
                    first.getOpenedAt().toEpochMilli()))
            .setFleet(first.getFleet())
            .setVersion(0)
            .setStatus(IncidentStatus.OPEN)
            .setRootStage(first.getStage())
            .setStages(List.of(first.getStage()))
            .setErrorType(ErrorType.UNKNOWN)
            .setConfidence(0)
            .setOpenedAt(first.getOpenedAt())
            .setUpdatedAt(first.getAt())
            .setNextStepAt(gathered(first.getAt()))
            .setEvidence(List.of())
            .setExplanation("")
            .build();
    return with(blank, first);
  }

  /** The incident with a signal's new state in it. */
  Incident with(Incident incident, Signal signal) {
    Incident next = isNewTrouble(incident, signal) ? reopened(incident, signal) : incident;
    return diagnosed(next, Evidence.with(incident.getEvidence(), signal), signal.getAt());
  }

  /**
   * Whether the signal begins something that the people who were called do not know of: all was
   * well again before it, or a failure comes late.
   */
  private static boolean isNewTrouble(Incident incident, Signal signal) {
    boolean opens = signal.getTransition() == Transition.OPENED;
    boolean fails =
        signal.getKind() == SignalKind.FAILURE || signal.getKind() == SignalKind.SLO_BURN;
    boolean late = signal.getAt().isAfter(incident.getUpdatedAt().plus(HANDED_OVER));
    return isEscalated(incident)
        && opens
        && !isDismissed(incident)
        && (incident.getClearSince() != null || (fails && late));
  }

  private Incident reopened(Incident incident, Signal signal) {
    return Incident.newBuilder(incident)
        .setStatus(IncidentStatus.OPEN)
        .setNextStepAt(gathered(signal.getAt()))
        .build();
  }

  /**
   * The older incident with all that the younger one knew and had begun. People who were called for
   * one of them have both.
   */
  Incident merged(Incident older, Incident younger, Instant at) {
    List<Signal> evidence = older.getEvidence();
    for (Signal signal : younger.getEvidence()) {
      evidence = Evidence.with(evidence, signal);
    }
    Incident.Builder both =
        Incident.newBuilder(older).setAttempts(older.getAttempts() + younger.getAttempts());
    if (isEscalated(older) || isEscalated(younger)) {
      both.setStatus(IncidentStatus.ESCALATED).setInFlight("").setNextStepAt(null);
    } else if (isActing(younger)) {
      Instant step = younger.getNextStepAt();
      boolean first = !isActing(older);
      both.setStatus(IncidentStatus.ACTING)
          .setInFlight(older.getInFlight().isEmpty() ? younger.getInFlight() : older.getInFlight())
          .setLastAction(first ? younger.getLastAction() : older.getLastAction())
          .setNextStepAt(
              first || step.isAfter(older.getNextStepAt()) ? step : older.getNextStepAt());
    }
    return diagnosed(both.build(), evidence, at);
  }

  private Incident diagnosed(Incident incident, List<Signal> evidence, Instant at) {
    RootCause cause = RootCause.of(evidence, graph);
    boolean open = Evidence.anyOpen(evidence);
    boolean stale = open && evidence.stream().filter(Evidence::isOpen).allMatch(Signal::getStale);
    Incident.Builder next =
        Incident.newBuilder(incident)
            .setEvidence(evidence)
            .setRootStage(cause.stage())
            .setStages(Evidence.stages(evidence, cause.stage()))
            .setErrorType(cause.errorType())
            .setConfidence(cause.confidence())
            .setStale(stale)
            .setClearSince(open ? null : Evidence.wellSince(evidence));
    boolean changed =
        !cause.stage().equals(incident.getRootStage())
            || cause.errorType() != incident.getErrorType();
    boolean freshened = incident.getStale() && open && !stale;
    boolean reconsider = freshened || (changed && incident.getSteps() < limits.getMaxSteps());
    boolean reopens = open && incident.getClearSince() != null;
    // a step that fell due while every signal was clear was not taken: see due()
    boolean owed =
        reopens
            && incident.getInFlight().isEmpty()
            && incident.getNextStepAt() != null
            && incident.getNextStepAt().isBefore(gathered(at));
    if (owed || ((reconsider || reopens) && isIdle(incident))) {
      next.setNextStepAt(gathered(at));
    }
    return next.build();
  }

  private Instant gathered(Instant at) {
    return at.plusMillis(limits.getGatherMillis());
  }

  /** A command of it is in flight or settling; once every signal is clear it has settled. */
  static boolean isActing(Incident incident) {
    boolean settled = incident.getClearSince() != null && incident.getInFlight().isEmpty();
    return incident.getStatus() == IncidentStatus.ACTING && !settled;
  }

  private static boolean isEscalated(Incident incident) {
    return incident.getStatus() == IncidentStatus.ESCALATED;
  }

  /**
   * People have ended it, but not all its signals have: it is kept to know them by, so that they
   * open no other incident.
   */
  static boolean isDismissed(Incident incident) {
    return incident.getClosedAt() != null;
  }

  /** Nothing is in flight and nothing is due. */
  private static boolean isIdle(Incident incident) {
    return incident.getInFlight().isEmpty()
        && incident.getNextStepAt() == null
        && !isEscalated(incident);
  }

  /**
   * When something happens to it if no signal comes: its next step, or its end. While every signal
   * is clear no step is taken: there is nothing to heal. Only a command in flight still has its
   * deadline.
   */
  Instant due(Incident incident) {
    Instant step = incident.getNextStepAt();
    boolean rests = incident.getClearSince() != null && incident.getInFlight().isEmpty();
    Instant end = end(incident);
    return step == null || rests || end.isBefore(step) ? end : step;
  }

  /**
   * Whether it seems to recover at this time: what is still open has values inside their band
   * again, or signals have been ending one after the other since its last step. To act now could
   * only spoil it, and would blame the step that heals it.
   *
   * @param since when its last step began
   */
  boolean seemsToRecover(Incident incident, Instant since, Instant at) {
    boolean clearing = true;
    boolean ending = false;
    for (Signal signal : incident.getEvidence()) {
      if (Evidence.isOpen(signal)) {
        clearing &=
            Evidence.isClearing(signal) && at.isBefore(signal.getWellSince().plus(CLEARING));
      } else {
        ending |= signal.getAt().isAfter(since) && at.isBefore(signal.getAt().plusMillis(settle()));
      }
    }
    // signals that flap end again and again
    boolean soon = at.isBefore(since.plus(CLEARING).plusMillis(settle()));
    return clearing || (ending && soon);
  }

  private long settle() {
    return Math.max(limits.getHoldMillis(), limits.getCooldownMillis());
  }

  /** When it is looked at again while it seems to recover. */
  Instant nextLook(Instant at) {
    return at.plusMillis(Math.max(60_000, limits.getHoldMillis()));
  }

  /** Whether it is over at its due time, rather than due for a step. */
  boolean isOver(Incident incident) {
    return !end(incident).isAfter(due(incident));
  }

  /**
   * Once every signal stayed clear for long enough, or nothing was heard of it for so long that
   * nobody waits for it. Long enough is also until it would be known if the stages had fallen
   * silent since: no data is not recovery.
   */
  private Instant end(Incident incident) {
    if (incident.getClearSince() == null) {
      return incident.getUpdatedAt().plus(FORGOTTEN);
    }
    Instant held = incident.getClearSince().plusMillis(limits.getHoldMillis());
    Instant known = Evidence.silenceKnownAt(incident.getEvidence());
    return held.isAfter(known) ? held : known;
  }
}
