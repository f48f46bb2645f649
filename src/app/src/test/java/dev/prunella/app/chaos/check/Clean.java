package dev.prunella.app.chaos.check;

import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.FencedCommand;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A run in which nothing was broken: one fault, its incident, one command that healed it, what was
 * learned from that; a strike between 20 and 30 s. Tests break it in one place.
 */
final class Clean {

  static final String FLEET = "demo";
  static final String STAGE = "orders/load";
  static final String TARGET = "redshift:1/eu/orders";
  static final Instant BEGIN = Instant.parse("2026-01-13T09:00:00Z");
  static final Instant WALL = Instant.parse("2026-11-24T12:00:00Z");

  final List<Written<Incident>> incidents = new ArrayList<>();
  final List<Written<Decision>> decisions = new ArrayList<>();
  final List<Written<Command>> commands = new ArrayList<>();
  final List<Written<Outcome>> outcomes = new ArrayList<>();
  final List<Written<Fence>> fences = new ArrayList<>();
  final List<Written<PolicySnapshot>> policies = new ArrayList<>();
  final List<Written<Heartbeat>> beats = new ArrayList<>();
  final List<Written<DeadLetter>> deadLetters = new ArrayList<>();
  final List<Injection> faults = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Strike> strikes = new ArrayList<>();
  boolean exactlyOnce;

  Clean() {
    faults.add(fault("orders", 0, 10));
    incidents.add(written(incident("a", 1), 1));
    incidents.add(written(incident("a", 2), 2));
    incidents.add(written(closed(incident("a", 3)), 10));
    decisions.add(written(decided(1, 0, command("c1", "a", 0)), 2));
    commands.add(written(command("c1", "a", 0), 2));
    fences.add(written(fence(command("c1", "a", 0), OutcomeStatus.ACCEPTED, 3), 3));
    outcomes.add(written(outcome(command("c1", "a", 0), OutcomeStatus.ACCEPTED), 3));
    calls.add(call(command("c1", "a", 0), 3, 5));
    fences.add(written(fence(command("c1", "a", 0), OutcomeStatus.SUCCEEDED, 3), 5));
    outcomes.add(written(outcome(command("c1", "a", 0), OutcomeStatus.SUCCEEDED), 5));
    decisions.add(written(credited(2, 0, 1, command("c1", "a", 0), 0.5), 10));
    policies.add(written(snapshot(2, 0, 0.5, 1), 10));
    for (int second = 0; second <= 40; second++) {
      beats.add(written(new Heartbeat("prunella", simulated(second)), second));
    }
    strikes.add(
        new Strike("kill", "kafka", wall(20), Optional.of(wall(30)), Duration.ofSeconds(60)));
  }

  List<Violation> check() {
    Tape tape =
        new Tape(incidents, decisions, commands, outcomes, fences, policies, beats, deadLetters);
    return Checker.check(
        new Testimony(
            FLEET, exactlyOnce, tape, faults, calls, strikes, simulated(35), simulated(40)));
  }

  /** Replaces one record by another. */
  static <T> void change(List<Written<T>> list, int index, UnaryOperator<T> change) {
    Written<T> old = list.get(index);
    list.set(index, new Written<>(change.apply(old.value()), old.at()));
  }

  static Instant wall(int second) {
    return WALL.plusSeconds(second);
  }

  /** A minute for each second of the wall clock. */
  static Instant simulated(int second) {
    return BEGIN.plusSeconds(60L * second);
  }

  static <T> Written<T> written(T value, int second) {
    return new Written<>(value, wall(second));
  }

  static Injection fault(String pipeline, int from, int to) {
    return new Injection(
        0,
        "lock contention",
        new Visible(ErrorType.TIMEOUT, Set.of()),
        pipeline + "/load",
        Set.of(),
        false,
        false,
        0,
        simulated(from),
        simulated(from),
        Optional.of(simulated(from)),
        Optional.of(simulated(to)),
        Action.RESTART,
        "c1",
        Optional.of(simulated(to)));
  }

  static Incident incident(String id, int version) {
    Signal signal =
        Signal.newBuilder()
            .setFleet(FLEET)
            .setStage(STAGE)
            .setKind(SignalKind.SLO_BURN)
            .setTransition(Transition.OPENED)
            .setSubject("QueryDuration")
            .setAt(simulated(1))
            .setOpenedAt(simulated(1))
            .setSeenAt(simulated(1))
            .build();
    return Incident.newBuilder()
        .setId(id)
        .setFleet(FLEET)
        .setVersion(version)
        .setStatus(IncidentStatus.OPEN)
        .setRootStage(STAGE)
        .setStages(List.of(STAGE))
        .setErrorType(ErrorType.TIMEOUT)
        .setConfidence(1)
        .setOpenedAt(simulated(1))
        .setUpdatedAt(simulated(version))
        .setEvidence(List.of(signal))
        .setExplanation("")
        .build();
  }

  static Incident closed(Incident incident) {
    return Incident.newBuilder(incident)
        .setStatus(IncidentStatus.RECOVERED)
        .setClosedAt(incident.getUpdatedAt())
        .build();
  }

  static DecisionState state() {
    return new DecisionState(
        ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN);
  }

  static Command command(String id, String incident, int step) {
    return Command.newBuilder()
        .setId(id)
        .setFleet(FLEET)
        .setIncident(incident)
        .setStep(step)
        .setStage(STAGE)
        .setTarget(TARGET)
        .setService("redshift")
        .setAction(Action.RESTART)
        .setIssuedAt(simulated(2))
        .setExpiresAt(simulated(12))
        .setState(state())
        .setPropensity(1)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("")
        .build();
  }

  static Decision decided(long sequence, long epoch, Command command) {
    return Decision.newBuilder()
        .setFleet(FLEET)
        .setSequence(sequence)
        .setEpoch(epoch)
        .setKind(DecisionKind.DECIDED)
        .setAt(simulated(2))
        .setIncident(command.getIncident())
        .setStep(command.getStep())
        .setState(state())
        .setChosen(Action.RESTART)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setIntended(command)
        .setSent(true)
        .setReason("")
        .build();
  }

  static Decision credited(
      long sequence, long epoch, long decided, Command command, double target) {
    Credit credit =
        Credit.newBuilder()
            .setDecided(decided)
            .setLesson(Lesson.LEARNED)
            .setSeconds(60)
            .setDiscount(1)
            .setHealed(1)
            .setCost(0)
            .setLost(0)
            .setHarm(0)
            .setReward(target)
            .setTarget(target)
            .setKeep(0.5)
            .build();
    return Decision.newBuilder(decided(sequence, epoch, command))
        .setKind(DecisionKind.CREDITED)
        .setIntended(null)
        .setSent(false)
        .setCredit(credit)
        .build();
  }

  static Outcome outcome(Command command, OutcomeStatus status) {
    return Outcome.newBuilder()
        .setCommandId(command.getId())
        .setFleet(FLEET)
        .setIncident(command.getIncident())
        .setStage(command.getStage())
        .setTarget(command.getTarget())
        .setAction(command.getAction())
        .setStatus(status)
        .setAt(simulated(3))
        .setActor("executor")
        .build();
  }

  static Fence fence(Command command, OutcomeStatus status, int acceptedAt) {
    return new Fence(
        command.getTarget(),
        "executor",
        "instance",
        simulated(acceptedAt + 10),
        command,
        List.of(
            new FencedCommand(
                command.getId(), status, simulated(acceptedAt), command.getExpiresAt())));
  }

  static Call call(Command command, int begun, int ended) {
    return new Call(
        command.getId(),
        command.getIncident(),
        command.getStep(),
        command.getTarget(),
        command.getAction(),
        wall(begun),
        Optional.of(wall(ended)));
  }

  /** With the two rows that one state teaches. */
  static PolicySnapshot snapshot(long sequence, long epoch, double learned, double credits) {
    DecisionState all =
        new DecisionState(
            ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.UNKNOWN, -1, Action.UNKNOWN);
    return new PolicySnapshot(
        FLEET,
        simulated(10),
        "q-learner",
        sequence,
        epoch,
        List.of(
            new PolicyCell(state(), Action.RESTART, 0.0, 0.0, learned, credits, 0.0, 0.0),
            new PolicyCell(all, Action.RESTART, 0.0, 0.0, learned, credits, 0.0, 0.0)));
  }
}
