package dev.prunella.heal;

import dev.prunella.decide.Operations;
import dev.prunella.diagnose.Evidence;
import dev.prunella.diagnose.IncidentGrouping;
import dev.prunella.guard.Guardrail;
import dev.prunella.learn.Policy;
import dev.prunella.monitor.SettingsKeys;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import java.time.Duration;
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

  private final FleetState state;
  private final Journal journal;
  private final Policies policies;
  private FleetSettings settings; // null: to be put together again
  private Instant expiry; // of the first that expires; null: to be looked up again

  /**
   * The loop of a fleet, at the point to which the state has come.
   *
   * @param seed of the draws: the same seed draws the same
   * @param epoch names the caller among all that ever go on from this state: the later, the greater
   */
  public Healing(String fleet, FleetState state, long seed, long epoch) {
    this(fleet, state, Policies.LEARNER, seed, epoch);
  }

  /** The same, healed by another policy. */
  public Healing(String fleet, FleetState state, Policies policies, long seed, long epoch) {
    this.state = state;
    this.policies = policies;
    this.journal = new Journal(fleet, state, seed, epoch);
  }

  /** A signal, which takes effect when time reaches it. */
  public void onSignal(Signal signal) {
    pending().add(signal);
  }

  /** A part of the settings, or with nothing set in it, its removal. */
  public void onSettings(Settings part, Instant now) {
    if (SettingsKeys.isRemoval(part)) {
      state.settings().remove(part.getPart());
    } else {
      state.settings().put(part.getPart(), part);
    }
    settings = null;
    expiry = null;
    if (part.getPart().equals("runbook") || part.getPart().equals("learning")) {
      journal.policyChanged();
    }
    if (part.getPart().equals("freeze")) {
      for (Incident incident : state.incidents().values()) {
        if (waitsForFreeze(incident)) {
          state.incidents().put(incident.getId(), dueAt(incident, now));
        }
      }
    }
  }

  /** Whether a freeze may be all that keeps it; of what people have corrected that is not known. */
  private boolean waitsForFreeze(Incident incident) {
    OpenStep newest = state.steps().get(incident.getId());
    return newest != null
        && incident.getStatus() == IncidentStatus.OPEN
        && incident.getInFlight().isEmpty()
        && (newest.getDecision().getKind() == DecisionKind.CORRECTED
            || Guardrail.refusedBy(Guardrail.FREEZE, newest.getDecision()));
  }

  /**
   * What an executor says of a command, or what somebody did without one. Recovery is never
   * concluded from it.
   */
  public void onOutcome(Outcome outcome, Instant now, Effects effects) {
    if (outcome.getCommandId().isEmpty()) {
      didByThemselves(outcome);
      return;
    }
    credits().heard(outcome, now);
    Incident incident = answered(outcome, now);
    if (incident == null) {
      if (outcome.getStatus() != OutcomeStatus.ACCEPTED) {
        flights().landed(outcome.getCommandId()); // its incident may have ended before it
      }
      callAgain(outcome, now, effects);
      return;
    }
    Instant settled = flights().settled(incident, now);
    Incident next =
        switch (outcome.getStatus()) {
          case ACCEPTED -> dueAt(incident, now.plus(Flights.LONGEST));
          case REJECTED, EXPIRED ->
              dueAt(flights().refused(incident), now.plusMillis(limits().getGatherMillis()));
          default -> dueAt(flights().landed(incident), settled); // it may have had an effect
        };
    journal.incident(next, now, effects);
  }

  /**
   * The incident whose command in flight is answered. After a failure the job may have decided
   * otherwise than before: then it is the command of before that is in flight.
   */
  private Incident answered(Outcome outcome, Instant now) {
    for (Incident incident : state.incidents().values()) {
      if (incident.getInFlight().equals(outcome.getCommandId())) {
        return incident;
      }
    }
    Command command = outcome.getCommand();
    Incident incident = command == null ? null : state.incidents().get(command.getIncident());
    OpenStep step = incident == null ? null : state.steps().get(incident.getId());
    boolean carriedOut =
        step != null
            && outcome.getStatus() == OutcomeStatus.ACCEPTED
            && incident.getSteps() == command.getStep() + 1
            && step.getDecision().getIntended() != null
            && step.getDecision().getIntended().getId().equals(command.getId())
            && command.getAction() != Action.PAGE_HUMAN;
    if (!carriedOut) {
      return null;
    }
    flights().landed(incident);
    flights().acted(command, true, now);
    return Incident.newBuilder(incident)
        .setStatus(IncidentStatus.ACTING)
        .setInFlight(command.getId())
        .setLastAction(command.getAction())
        .build();
  }

  /**
   * A page that reached nobody leaves its incident to nobody: its next step is due after a while.
   */
  private void callAgain(Outcome outcome, Instant now, Effects effects) {
    boolean inVain =
        !Credits.mayHaveBegun(outcome.getStatus()) || outcome.getStatus() == OutcomeStatus.FAILED;
    for (Incident incident : state.incidents().values()) {
      OpenStep step = state.steps().get(incident.getId());
      Command page = step == null ? null : step.getDecision().getIntended();
      if (inVain
          && incident.getStatus() == IncidentStatus.ESCALATED
          && page != null
          && page.getId().equals(outcome.getCommandId())) {
        Incident open =
            Incident.newBuilder(incident)
                .setStatus(IncidentStatus.OPEN)
                .setLastAction(step.getDecision().getState().getLastAction())
                .build();
        journal.incident(dueAt(open, now.plusSeconds(Operations.WAIT)), now, effects);
      }
    }
  }

  /** A person or another automation did something on a stage or target of an incident. */
  private void didByThemselves(Outcome outcome) {
    if (!Credits.mayHaveBegun(outcome.getStatus())) {
      return;
    }
    for (Incident incident : state.incidents().values()) {
      boolean here =
          incident.getStages().contains(outcome.getStage())
              || incident.getStages().stream()
                  .anyMatch(stage -> settings().graph().target(stage).equals(outcome.getTarget()));
      if (here) {
        touched(incident, "%s did %s".formatted(outcome.getActor(), outcome.getAction()));
      }
    }
  }

  /** What a person says. */
  public void onOrder(Order order, Instant now, Effects effects) {
    switch (order.getKind()) {
      case HANDS_OFF -> handsOff(order);
      case WRONG -> credits().wrong(order, now, effects);
      case FALSE_ALARM -> {
        Incident incident = state.incidents().get(order.getIncident());
        if (incident != null && !IncidentLife.isDismissed(incident)) {
          dismiss(incident, now, effects);
        }
        credits().falseAlarm(order, now, effects);
      }
      case IMPORT_POLICY -> journal.imported(order, now, policy(), effects);
      default -> throw new IllegalArgumentException("an order that nobody may give: " + order);
    }
  }

  private void handsOff(Order order) {
    state.handsOff().put(order.getStage(), order);
    expiry = null;
    for (Incident incident : state.incidents().values()) {
      if (order.getStage().isEmpty() || incident.getStages().contains(order.getStage())) {
        touched(incident, order.getAuthor() + " asked for hands off");
      }
    }
  }

  private void touched(Incident incident, String who) {
    credits().touched(incident, who);
    if (incident.getTouchedBy().isEmpty()) {
      Incident.Builder next = Incident.newBuilder(incident).setTouchedBy(who);
      state.incidents().put(incident.getId(), next.build());
    }
  }

  private void dismiss(Incident incident, Instant now, Effects effects) {
    Incident last = end(incident, IncidentStatus.CENSORED, now, effects);
    if (Evidence.anyOpen(last.getEvidence())) {
      state.incidents().put(last.getId(), last);
    }
  }

  /** How many incidents have not ended. */
  public int openIncidents() {
    int open = 0;
    for (Incident incident : state.incidents().values()) {
      open += IncidentLife.isDismissed(incident) ? 0 : 1;
    }
    return open;
  }

  /** When {@link #onTime} has something to do next; {@link Instant#MAX} if nothing is due. */
  public Instant wakeAt() {
    Instant next = pending().earliest();
    next = expiry().isBefore(next) ? expiry() : next;
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
    for (Signal signal : pending().take(now)) {
      passDeadlines(signal.getAt(), now, effects);
      apply(signal, effects);
    }
    passDeadlines(now, now, effects);
    if (!expiry().isAfter(now)) {
      new Expiry(state, limits()).sweep(now);
      expiry = null;
    }
  }

  /**
   * The time of a recording has come to {@code now}: as if {@link #onTime} had been told of every
   * moment in which something was due. However far the recording's time leaps between two calls,
   * the outcome is the same, and no step comes too late.
   */
  public void onRecordedTime(Instant now, Effects effects) {
    for (Instant due = wakeAt(); !due.isAfter(now); due = wakeAt()) {
      onTime(due, effects);
    }
  }

  private void passDeadlines(Instant until, Instant now, Effects effects) {
    for (Incident next = nextDue(until); next != null; next = nextDue(until)) {
      Instant at = life().due(next);
      if (IncidentLife.isDismissed(next)) {
        forget(next);
      } else if (life().isOver(next)) {
        boolean recovered = Evidence.allCleared(next.getEvidence());
        end(next, recovered ? IncidentStatus.RECOVERED : IncidentStatus.CENSORED, at, effects);
      } else if (next.getClearSince() != null) {
        journal.incident(flights().landed(next), at, effects); // nothing is left to decide
      } else if (Duration.between(at, now).toMillis() > limits().getMaxEvidenceAgeMillis()) {
        // Time leapt: what is known of `at` is too old to act on, so the signals since then first.
        state.incidents().put(next.getId(), dueAt(next, now));
      } else if (life().seemsToRecover(next, credits().lastStep(next), at)) {
        state.incidents().put(next.getId(), dueAt(next, life().nextLook(at)));
      } else {
        new NextStep(settings(), state, flights(), journal, policy(), credits())
            .take(next, at, now, effects);
      }
    }
  }

  private Incident nextDue(Instant until) {
    IncidentLife life = life();
    Comparator<Incident> inTime =
        Comparator.comparing(life::due).thenComparing(IncidentGrouping.OLDEST_FIRST);
    Incident next = null;
    for (Incident incident : state.incidents().values()) {
      boolean due = !life.due(incident).isAfter(until);
      if (due && (next == null || inTime.compare(incident, next) < 0)) {
        next = incident;
      }
    }
    return next;
  }

  private void apply(Signal signal, Effects effects) {
    List<Incident> lasting = new ArrayList<>();
    for (Incident incident : state.incidents().values()) {
      if (!IncidentLife.isDismissed(incident)) {
        lasting.add(incident);
        boolean knows = incident.getEvidence().stream().anyMatch(e -> Evidence.same(e, signal));
        if (knows && !Evidence.isOpen(signal)) {
          journal.incident(life().with(incident, signal), signal.getAt(), effects);
        }
      } else if (dismisses(incident, signal)) {
        dismissed(incident, signal);
        return;
      }
    }
    if (Evidence.isOpen(signal)) {
      join(signal, IncidentGrouping.matches(signal, lasting, settings().graph()), effects);
    }
  }

  private static boolean dismisses(Incident incident, Signal signal) {
    return incident.getEvidence().stream()
        .anyMatch(e -> Evidence.same(e, signal) && e.getOpenedAt().equals(signal.getOpenedAt()));
  }

  /** News of a signal that people have dismissed; once its last one has ended, it is forgotten. */
  private void dismissed(Incident incident, Signal signal) {
    List<Signal> evidence = Evidence.with(incident.getEvidence(), signal);
    if (Evidence.anyOpen(evidence)) {
      Incident.Builder next = Incident.newBuilder(incident).setEvidence(evidence);
      state.incidents().put(incident.getId(), next.setUpdatedAt(signal.getAt()).build());
    } else {
      forget(incident);
    }
  }

  /** What it leaves behind expires from now on. */
  private void forget(Incident incident) {
    state.incidents().remove(incident.getId());
    expiry = null;
  }

  private void join(Signal signal, List<Incident> matches, Effects effects) {
    if (matches.isEmpty()) {
      journal.incident(life().open(signal), signal.getAt(), effects);
      return;
    }
    Incident incident = matches.get(0);
    for (Incident younger : matches.subList(1, matches.size())) {
      incident = life().merged(incident, younger, signal.getAt());
      flights().handOver(younger, incident);
      credits().merged(younger, incident);
      Incident absorbed = Incident.newBuilder(younger).setMergedInto(incident.getId()).build();
      end(absorbed, IncidentStatus.CENSORED, signal.getAt(), effects);
    }
    journal.incident(life().with(incident, signal), signal.getAt(), effects);
  }

  private Incident end(Incident incident, IncidentStatus status, Instant at, Effects effects) {
    // What is in flight for it still is: an executor works on.
    Incident.Builder last = Incident.newBuilder(incident).setInFlight("");
    last.setStatus(status).setClosedAt(at).setNextStepAt(null);
    journal.incident(last.build(), at, effects);
    Incident ended = state.incidents().get(incident.getId());
    credits().ended(ended, at, effects);
    forget(incident);
    return ended;
  }

  private static Incident dueAt(Incident incident, Instant at) {
    return Incident.newBuilder(incident).setNextStepAt(at).build();
  }

  private FleetSettings settings() {
    if (settings == null) {
      settings = FleetSettings.of(state.settings().values());
    }
    return settings;
  }

  private Instant expiry() {
    if (expiry == null) {
      expiry = new Expiry(state, limits()).next();
    }
    return expiry;
  }

  private GuardrailSettings limits() {
    return settings().limits();
  }

  private IncidentLife life() {
    return new IncidentLife(settings().graph(), limits());
  }

  private Policy policy() {
    return policies.policy(settings(), journal.table());
  }

  private Credits credits() {
    return new Credits(policy(), settings().learning(), state.steps(), journal);
  }

  private PendingSignals pending() {
    return new PendingSignals(state.pending());
  }

  private Flights flights() {
    return new Flights(state.targets(), limits());
  }
}
