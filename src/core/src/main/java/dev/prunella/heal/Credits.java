package dev.prunella.heal;

import dev.prunella.detect.Delivery;
import dev.prunella.diagnose.Evidence;
import dev.prunella.learn.Policy;
import dev.prunella.learn.Reward;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of each decision. A decision is credited once, at the incident's next step or at its
 * end, by what telemetry showed in between. It teaches something only if it is known to have been
 * carried out, and nobody else had a part in what followed.
 */
record Credits(Policy policy, LearningSettings learning, Table<OpenStep> steps, Journal journal) {

  /** A step of the incident, whose decision was just made. */
  void begin(Incident incident, Decision decision) {
    steps.put(
        incident.getId(),
        OpenStep.newBuilder().setDecision(decision).setConfounder(incident.getTouchedBy()).build());
  }

  /** What an executor says of the command of a step. */
  void heard(Outcome outcome, Instant now) {
    OpenStep step = stepOf(outcome);
    if (step == null) {
      heardLate(outcome);
      return;
    }
    boolean began = step.getBegunAt() == null && mayHaveBegun(outcome.getStatus());
    Instant said = outcome.getAt().isBefore(now) ? outcome.getAt() : now;
    Instant decided = step.getDecision().getAt();
    steps.put(
        step.getDecision().getIncident(),
        OpenStep.newBuilder(step)
            .setDecision(carriedOut(step.getDecision(), outcome.getCommand()))
            .setOutcome(outcome.getStatus())
            .setBegunAt(began ? later(said, decided) : step.getBegunAt())
            .setEndedAt(outcome.getStatus() == OutcomeStatus.ACCEPTED ? null : later(said, decided))
            .build());
  }

  /** What an earlier step began shows while a later one waits for its credit. */
  private void heardLate(Outcome outcome) {
    Command command = outcome.getCommand();
    OpenStep step = command == null ? null : steps.get(command.getIncident());
    boolean late =
        step != null
            && isPending(step)
            && mayHaveBegun(outcome.getStatus())
            && command.getStep() < step.getDecision().getStep()
            && outcome.getAt().isAfter(step.getDecision().getAt());
    if (late) {
      String said = "%s of an earlier step was only then said to be %s";
      touched(step, said.formatted(command.getAction(), outcome.getStatus()));
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Whether a command of which this is said may have had an effect. */
  static boolean mayHaveBegun(OutcomeStatus status) {
    return status != OutcomeStatus.REJECTED && status != OutcomeStatus.EXPIRED;
  }

  /** The step that the outcome answers: by its command's id, or by the incident's step in it. */
  private OpenStep stepOf(Outcome outcome) {
    for (OpenStep step : steps.values()) {
      Command intended = step.getDecision().getIntended();
      if (isPending(step) && intended != null && intended.getId().equals(outcome.getCommandId())) {
        return step;
      }
    }
    Command command = outcome.getCommand();
    if (command == null || !mayHaveBegun(outcome.getStatus())) {
      return null;
    }
    OpenStep step = steps.get(command.getIncident());
    boolean meant =
        step != null && isPending(step) && step.getDecision().getStep() == command.getStep();
    return meant ? step : null;
  }

  /**
   * The decision with the command that was carried out. After a failure the job may decide
   * otherwise than before, but the executor's fence lets only the first command through.
   */
  private static Decision carriedOut(Decision decision, Command command) {
    if (command == null || command.getId().equals(decision.getIntended().getId())) {
      return decision;
    }
    return Decision.newBuilder(decision)
        .setChosen(command.getAction())
        .setState(command.getState())
        .setIntended(command)
        .build();
  }

  /** When the newest step of the incident began; when the incident did if there was none. */
  Instant lastStep(Incident incident) {
    OpenStep step = steps.get(incident.getId());
    if (step == null) {
      return incident.getOpenedAt();
    }
    return step.getBegunAt() == null ? step.getDecision().getAt() : step.getBegunAt();
  }

  /** Somebody else did something where the incident is: what follows is not the step's merit. */
  void touched(Incident incident, String who) {
    OpenStep step = pending(incident);
    if (step != null) {
      touched(step, who);
    }
  }

  private void touched(OpenStep step, String who) {
    if (step.getConfounder().isEmpty()) {
      String incident = step.getDecision().getIncident();
      steps.put(incident, OpenStep.newBuilder(step).setConfounder(who).build());
    }
  }

  /** What was done for one incident may be what heals, or harms, the one it is now part of. */
  void merged(Incident absorbed, Incident into) {
    OpenStep step = pending(absorbed);
    if (step != null && step.getDecision().getSent()) {
      touched(
          into,
          "%s was done for incident %s, which is part of it"
              .formatted(step.getDecision().getChosen(), absorbed.getId()));
    }
  }

  /** The step's incident goes on: the step did not heal it. */
  void goesOn(
      Incident incident, DecisionState next, double nextScore, Instant at, Effects effects) {
    OpenStep step = pending(incident);
    if (step != null) {
      Judgement judgement = Judgement.of(step, incident, null);
      credit(step, incident, judgement, null, next, nextScore, at, effects);
    }
  }

  /** The step's incident has ended. */
  void ended(Incident incident, Instant at, Effects effects) {
    OpenStep step = pending(incident);
    if (step != null && incident.getStatus() == IncidentStatus.RECOVERED) {
      Instant since = incident.getClearSince();
      credit(step, incident, Judgement.of(step, incident, since), since, null, 0, at, effects);
    } else if (step != null) {
      credit(step, incident, Judgement.UNKNOWN, null, null, 0, at, effects);
    }
  }

  private void credit(
      OpenStep step,
      Incident incident,
      Judgement judgement,
      Instant recoveredAt,
      DecisionState next,
      double nextScore,
      Instant at,
      Effects effects) {
    Decision decision = step.getDecision();
    Duration passed = Duration.between(decision.getAt(), recoveredAt == null ? at : recoveredAt);
    Reward reward =
        new Reward(
            Math.max(0, passed.toMillis()) / 1000.0,
            recoveredAt != null,
            shortfall(incident),
            worsened(incident, step));
    Credit credit =
        reward.credit(
            decision.getSequence(),
            decision.getChosen(),
            judgement.lesson(),
            next,
            nextScore,
            step.getOutcome(),
            learning);
    write(
        step, entry(decision, DecisionKind.CREDITED, at, credit, judgement.reason()), at, effects);
  }

  /** The largest share of its usual work that a stage did not deliver. */
  private static double shortfall(Incident incident) {
    double most = 0;
    for (Signal signal : incident.getEvidence()) {
      if (signal.getDirection() < 0 && Delivery.isCountedBy(signal.getSubject())) {
        boolean missing =
            signal.getKind() == SignalKind.SILENCE; // what would count it did not come
        double share = missing ? 0 : signal.getObserved() / Math.max(signal.getExpected(), 1e-9);
        most = Math.max(most, 1 - share);
      }
    }
    return Math.max(0, Math.min(1, most));
  }

  /**
   * How many signals opened where it was acted once the action was done, and last. Those before are
   * the fault's own: it goes on showing itself while the action is on its way.
   */
  private static int worsened(Incident incident, OpenStep step) {
    Command command = step.getDecision().getIntended();
    if (step.getEndedAt() == null || command == null) {
      return 0;
    }
    int worse = 0;
    for (Signal signal : incident.getEvidence()) {
      boolean news = signal.getOpenedAt().isAfter(step.getEndedAt());
      if (news && Evidence.isOpen(signal) && signal.getStage().equals(command.getStage())) {
        worse++;
      }
    }
    return worse;
  }

  /** A person says that the newest decision on the incident was wrong. */
  void wrong(Order order, Instant now, Effects effects) {
    OpenStep step = steps.get(order.getIncident());
    if (step != null) {
      correct(step, Reward.WRONG, order.getAuthor() + " said that it was wrong", now, effects);
    }
  }

  /** A person says that there was nothing to heal: what was done was in vain, and to wait right. */
  void falseAlarm(Order order, Instant now, Effects effects) {
    OpenStep step = steps.get(order.getIncident());
    if (step == null) {
      return;
    }
    String reason = order.getAuthor() + " said that it was a false alarm";
    Decision decision = step.getDecision();
    boolean said =
        decision.getKind() == DecisionKind.CORRECTED && decision.getReason().equals(reason);
    if (said) {
      return; // once is enough
    }
    if (decision.getChosen() == Action.WAIT) {
      correct(step, Reward.NOTHING_TO_HEAL, reason, now, effects);
      return;
    }
    correct(step, -Reward.cost(decision.getChosen()), reason, now, effects);
    Credit waiting = Reward.said(decided(decision), Reward.NOTHING_TO_HEAL, null, learning);
    Decision waits = Decision.newBuilder(decision).setChosen(Action.WAIT).build();
    Decision entry = entry(waits, DecisionKind.CORRECTED, now, waiting, reason);
    journal.log(entry, effects);
    learn(entry, now, effects);
  }

  private void correct(OpenStep step, double target, String reason, Instant now, Effects effects) {
    Decision decision = step.getDecision();
    Credit before = decision.getCredit();
    boolean learned = before != null && before.getLesson() == Lesson.LEARNED;
    Double replaces = learned ? before.getTarget() : null;
    Credit credit = Reward.said(decided(decision), target, replaces, learning);
    write(step, entry(decision, DecisionKind.CORRECTED, now, credit, reason), now, effects);
  }

  /** Sequence of the entry DECIDED that the newest entry of a step is about. */
  private static long decided(Decision newest) {
    return newest.getCredit() == null ? newest.getSequence() : newest.getCredit().getDecided();
  }

  private void write(OpenStep step, Decision entry, Instant at, Effects effects) {
    steps.put(entry.getIncident(), OpenStep.newBuilder(step).setDecision(entry).build());
    journal.log(entry, effects);
    learn(entry, at, effects);
  }

  private void learn(Decision entry, Instant at, Effects effects) {
    if (journal.table().apply(entry)) {
      journal.policyChanged();
      journal.policy(policy, at, effects);
    }
  }

  private Decision entry(
      Decision decision, DecisionKind kind, Instant at, Credit credit, String reason) {
    return Decision.newBuilder(decision)
        .setSequence(journal.nextSequence())
        .setEpoch(journal.epoch())
        .setKind(kind)
        .setAt(at)
        .setCandidates(List.of())
        .setIntended(null)
        .setSent(false)
        .setCredit(credit)
        .setReason(reason)
        .build();
  }

  private OpenStep pending(Incident incident) {
    OpenStep step = steps.get(incident.getId());
    return step != null && isPending(step) ? step : null;
  }

  private static boolean isPending(OpenStep step) {
    return step.getDecision().getKind() == DecisionKind.DECIDED;
  }
}
