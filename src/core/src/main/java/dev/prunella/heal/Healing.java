package dev.prunella.heal;

import dev.prunella.decide.Decider;
import dev.prunella.diagnose.Evidence;
import dev.prunella.diagnose.IncidentGrouping;
import dev.prunella.explain.Explanation;
import dev.prunella.guard.Guardrail;
import dev.prunella.learn.Policy;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.TargetMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The loop of one fleet: signals, outcomes, orders and settings in; incidents, decisions and
 * commands out. It has no clock and no threads: the caller tells the time by {@link #onTime}, and
 * asks {@link #wakeAt} when to do so again.
 *
 * <p>Signals take effect in the order of their own time, whatever the order in which they arrive:
 * they are kept until {@link #onTime} reaches them. So the same signals give the same incidents,
 * however fast each partition was read. Nothing is decided before {@link #onTime} is called either,
 * so the caller can hold time back until the settings are known.
 *
 * <p>Everything that must survive lies in the {@link FleetState}; the rest is derived from it.
 */
public final class Healing {

  /** The order in which signals of one moment take effect. */
  private static final Comparator<Signal> IN_TIME =
      Comparator.comparing(Signal::getAt)
          .thenComparing(Signal::getStage)
          .thenComparing(Signal::getKind)
          .thenComparing(Signal::getSubject)
          .thenComparing(Signal::getTransition);

  private final String fleet;
  private final FleetState state;
  private final long seed;
  private final long epoch;
  private FleetSettings settings; // null: to be put together again

  /**
   * @param seed of the draws: the same seed draws the same
   * @param epoch the checkpoint that the caller was restored from, 0 if it was not
   */
  public Healing(String fleet, FleetState state, long seed, long epoch) {
    this.fleet = fleet;
    this.state = state;
    this.seed = seed;
    this.epoch = epoch;
  }

  public void onSignal(Signal signal) {
    state.pending().put(moment(signal), signal);
  }

  /** A part of the settings, or with nothing set in it, its removal. */
  public void onSettings(Settings part, Instant now) {
    if (FleetSettings.isSet(part)) {
      state.settings().put(part.getPart(), part);
    } else {
      state.settings().remove(part.getPart());
    }
    settings = null;
    if (part.getPart().equals("runbook")) {
      state.remember(new FleetMemory(memory().getSequence(), false));
    }
    if (part.getPart().equals("freeze")) {
      for (Incident incident : state.incidents().values()) {
        if (IncidentLife.isIdle(incident)) {
          state.incidents().put(incident.getId(), dueAt(incident, now));
        }
      }
    }
  }

  /** What an executor says of the command in flight. Recovery is never concluded from it. */
  public void onOutcome(Outcome outcome, Instant now, Effects effects) {
    Incident incident = state.incidents().get(outcome.getIncident());
    if (incident == null || !incident.getInFlight().equals(outcome.getCommandId())) {
      return;
    }
    if (outcome.getStatus() == OutcomeStatus.ACCEPTED) {
      long begun = limits().getCommandExpiryMillis();
      publish(dueAt(incident, now.plusMillis(begun)), now, effects);
      return;
    }
    boolean done =
        outcome.getStatus() == OutcomeStatus.SUCCEEDED
            || outcome.getStatus() == OutcomeStatus.FAILED;
    long settle = done ? limits().getHoldMillis() : limits().getGatherMillis();
    publish(dueAt(landed(incident), now.plusMillis(settle)), now, effects);
  }

  public void onOrder(Order order, Instant now, Effects effects) {
    if (order.getKind() == OrderKind.HANDS_OFF) {
      state.handsOff().put(order.getStage(), order);
    }
    Incident incident = state.incidents().get(order.getIncident());
    if (order.getKind() == OrderKind.FALSE_ALARM && incident != null) {
      end(incident, IncidentStatus.CENSORED, now, effects);
    }
  }

  /** When {@link #onTime} has something to do next; {@link Instant#MAX} if nothing is due. */
  public Instant wakeAt() {
    Instant next = Instant.MAX;
    for (Signal signal : state.pending().values()) {
      next = signal.getAt().isBefore(next) ? signal.getAt() : next;
    }
    for (Incident incident : state.incidents().values()) {
      Instant due = life().due(incident);
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }

  /**
   * Time has come to {@code now}: all that is due by then happens, in the order in which it was
   * due.
   */
  public void onTime(Instant now, Effects effects) {
    List<Signal> due = new ArrayList<>();
    for (Signal signal : state.pending().values()) {
      if (!signal.getAt().isAfter(now)) {
        due.add(signal);
      }
    }
    due.sort(IN_TIME);
    for (Signal signal : due) {
      state.pending().remove(moment(signal));
      passDeadlines(signal.getAt(), now, effects);
      apply(signal, effects);
    }
    passDeadlines(now, now, effects);
  }

  private void passDeadlines(Instant until, Instant now, Effects effects) {
    for (Incident next = nextDue(until); next != null; next = nextDue(until)) {
      Instant at = life().due(next);
      if (life().isOver(next)) {
        boolean recovered = Evidence.allCleared(next.getEvidence());
        end(next, recovered ? IncidentStatus.RECOVERED : IncidentStatus.CENSORED, at, effects);
      } else {
        step(next, at, now, effects);
      }
    }
  }

  private Incident nextDue(Instant until) {
    Incident next = null;
    for (Incident incident : state.incidents().values()) {
      Instant due = life().due(incident);
      if (!due.isAfter(until)
          && (next == null
              || Comparator.comparing(life()::due)
                      .thenComparing(IncidentGrouping.OLDEST_FIRST)
                      .compare(incident, next)
                  < 0)) {
        next = incident;
      }
    }
    return next;
  }

  private void apply(Signal signal, Effects effects) {
    List<Incident> open = state.incidents().values();
    if (!Evidence.isOpen(signal)) {
      for (Incident incident : open) {
        if (incident.getEvidence().stream().anyMatch(e -> Evidence.same(e, signal))) {
          publish(life().with(incident, signal), signal.getAt(), effects);
        }
      }
      return;
    }
    List<Incident> matches = IncidentGrouping.matches(signal, open, settings().graph());
    if (matches.isEmpty()) {
      publish(life().open(signal), signal.getAt(), effects);
      return;
    }
    Incident incident = matches.get(0);
    for (Incident younger : matches.subList(1, matches.size())) {
      incident = life().merged(incident, younger, signal.getAt());
      Incident absorbed = Incident.newBuilder(younger).setMergedInto(incident.getId()).build();
      end(absorbed, IncidentStatus.CENSORED, signal.getAt(), effects);
    }
    publish(life().with(incident, signal), signal.getAt(), effects);
  }

  /** One decision, and what follows from it. */
  private void step(Incident incident, Instant at, Instant now, Effects effects) {
    FleetSettings fleetSettings = settings();
    writePolicy(at, effects);
    long sequence = memory().getSequence() + 1;
    Incident free = landed(incident);
    Decision decision =
        new Decider(fleetSettings.policy(), seed)
            .decide(
                free,
                fleetSettings.graph().stage(free.getRootStage()),
                state.targets().values(),
                new Decider.Bounds(
                    fleetSettings.autonomy(),
                    limits(),
                    fleetSettings.freeze(),
                    state.handsOff().values()),
                sequence,
                epoch,
                at,
                now);
    state.remember(new FleetMemory(sequence, true));
    state.decisions().put(free.getId(), decision);
    effects.decision(decision);
    if (decision.getSent()) {
      effects.command(decision.getIntended());
    }
    publish(after(free, decision, at), at, effects);
  }

  private Incident after(Incident incident, Decision decision, Instant at) {
    Command command = decision.getIntended();
    Action action = decision.getChosen();
    boolean acts = !Guardrail.harmless(action);
    if (acts) {
      String inFlight = decision.getSent() ? command.getId() : "";
      state
          .targets()
          .put(
              command.getTarget(),
              new TargetMemory(command.getTarget(), at, action, inFlight, incident.getId()));
    }
    Incident.Builder next =
        Incident.newBuilder(incident).setSteps(incident.getSteps() + 1).setNextStepAt(null);
    switch (decision.getAutonomy()) {
      case AUTONOMOUS -> {
        next.setLastAction(action);
        if (acts) {
          next.setStatus(IncidentStatus.ACTING)
              .setInFlight(command.getId())
              .setNextStepAt(command.getExpiresAt());
        } else if (action == Action.PAGE_HUMAN) {
          next.setStatus(IncidentStatus.ESCALATED);
        } else {
          next.setNextStepAt(at.plusMillis(limits().getHoldMillis()));
        }
      }
      default -> {
        // nothing was done: the incident goes its way, and is looked at again if its diagnosis
        // changes
      }
    }
    return next.build();
  }

  /** The incident without its command in flight, whose target is free again. */
  private Incident landed(Incident incident) {
    if (incident.getInFlight().isEmpty()) {
      return incident;
    }
    for (TargetMemory target : state.targets().values()) {
      if (target.getInFlight().equals(incident.getInFlight())) {
        state
            .targets()
            .put(target.getTarget(), TargetMemory.newBuilder(target).setInFlight("").build());
      }
    }
    return Incident.newBuilder(incident).setInFlight("").setStatus(IncidentStatus.OPEN).build();
  }

  private void end(Incident incident, IncidentStatus status, Instant at, Effects effects) {
    Incident.Builder last =
        Incident.newBuilder(landed(incident)).setStatus(status).setClosedAt(at).setNextStepAt(null);
    publish(last.build(), at, effects);
    state.incidents().remove(incident.getId());
    state.decisions().remove(incident.getId());
  }

  private void publish(Incident incident, Instant at, Effects effects) {
    Incident next =
        Incident.newBuilder(incident)
            .setVersion(incident.getVersion() + 1)
            .setUpdatedAt(at)
            .setExplanation(Explanation.of(incident, state.decisions().get(incident.getId())))
            .build();
    state.incidents().put(next.getId(), next);
    effects.incident(next);
  }

  private void writePolicy(Instant at, Effects effects) {
    if (!memory().getPolicyWritten()) {
      effects.policy(
          new PolicySnapshot(
              fleet,
              at,
              Policy.LEARNER,
              memory().getSequence(),
              epoch,
              settings().policy().cells()));
    }
  }

  private static Incident dueAt(Incident incident, Instant at) {
    return Incident.newBuilder(incident).setNextStepAt(at).build();
  }

  private FleetMemory memory() {
    FleetMemory memory = state.memory();
    return memory == null ? new FleetMemory(0L, false) : memory;
  }

  private FleetSettings settings() {
    if (settings == null) {
      settings = FleetSettings.of(state.settings().values());
    }
    return settings;
  }

  private GuardrailSettings limits() {
    return settings().limits();
  }

  private IncidentLife life() {
    return new IncidentLife(settings().graph(), limits());
  }

  /** Identifies a signal's state among those that time has not reached. */
  private static String moment(Signal signal) {
    return signal.getAt().toEpochMilli()
        + "|"
        + signal.getStage()
        + "|"
        + signal.getKind()
        + "|"
        + signal.getSubject()
        + "|"
        + signal.getTransition();
  }
}
