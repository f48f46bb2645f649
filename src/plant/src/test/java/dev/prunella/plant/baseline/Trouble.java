package dev.prunella.plant.baseline;

import dev.prunella.diagnose.Evidence;
import dev.prunella.heal.FleetSettings;
import dev.prunella.heal.Policies;
import dev.prunella.learn.Policy;
import dev.prunella.learn.QTable;
import dev.prunella.plant.Injection;
import dev.prunella.plant.baseline.History.Attempt;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A timeout at orders/transform, whose owner permits all that is named, and what was done about it
 * so far. It is asked what a contestant means to do next.
 */
final class Trouble implements History, Truth {
  static final Instant BEGAN = Instant.parse("2026-01-12T10:00:00Z");
  static final String STAGE = "orders/transform";

  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Action> permits;
  private final List<Signal> evidence = new ArrayList<>();
  private final List<Injection> injections = new ArrayList<>();
  private final Odds odds;
  private Instant now = BEGAN.plusSeconds(30);
  private int waits;

  Trouble(Odds odds, Action... permits) {
    this.odds = odds;
    this.permits = List.of(permits);
  }

  Trouble showing(Symptom symptom) {
    evidence.add(
        Signal.newBuilder()
            .setFleet("shop")
            .setStage(STAGE)
            .setKind(SignalKind.ANOMALY)
            .setTransition(Transition.OPENED)
            .setSubject(symptom.name())
            .setEvidence(Evidence.SYMPTOM)
            .setHint(ErrorType.UNKNOWN)
            .setAt(BEGAN)
            .setOpenedAt(BEGAN)
            .setSeenAt(BEGAN)
            .build());
    return this;
  }

  Trouble because(Injection injection) {
    injections.add(injection);
    return this;
  }

  /** An action that was carried out and did not help. */
  Trouble tried(Action action) {
    attempts.add(new Attempt(action, now, OutcomeStatus.SUCCEEDED));
    return this;
  }

  Trouble answered(Action action, OutcomeStatus status) {
    attempts.add(new Attempt(action, now, status));
    return this;
  }

  Trouble waited() {
    waits++;
    return this;
  }

  Trouble after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** What the contestant means, best first. */
  List<Action> ranked(Contestant contestant) {
    return List.copyOf(policy(contestant).estimates(incident(), state()).keySet());
  }

  Action first(Contestant contestant) {
    return ranked(contestant).get(0);
  }

  Policy policy(Contestant contestant) {
    Policies policies = contestant.on(this, this);
    return policies.policy(settings(), QTable.onHeap());
  }

  DecisionState state() {
    Action last = attempts.isEmpty() ? Action.UNKNOWN : attempts.get(attempts.size() - 1).action();
    return new DecisionState(
        ErrorType.TIMEOUT, StageKind.TRANSFORM, LatencyBucket.UNKNOWN, attempts.size(), last);
  }

  Incident incident() {
    return Incident.newBuilder()
        .setId("i")
        .setFleet("shop")
        .setVersion(1)
        .setStatus(IncidentStatus.OPEN)
        .setRootStage(STAGE)
        .setStages(List.of(STAGE))
        .setErrorType(ErrorType.TIMEOUT)
        .setConfidence(1)
        .setOpenedAt(BEGAN)
        .setUpdatedAt(now)
        .setNextStepAt(now)
        .setEvidence(evidence)
        .setSteps(attempts.size() + waits)
        .setAttempts(attempts.size())
        .setExplanation("")
        .build();
  }

  private FleetSettings settings() {
    StageSettings stage =
        StageSettings.newBuilder()
            .setName("transform")
            .setKind(StageKind.TRANSFORM)
            .setService("glue")
            .setTarget("glue:1/eu/orders")
            .setContract(new StageContract(false, true, DataLoss.RECOVERABLE, permits))
            .build();
    Settings pipeline =
        Settings.newBuilder()
            .setFleet("shop")
            .setPart("pipelines/orders")
            .setAt(BEGAN)
            .setPipeline(new PipelineSettings("orders", List.of(stage)))
            .build();
    Settings limits =
        Settings.newBuilder()
            .setFleet("shop")
            .setPart("guardrails")
            .setAt(BEGAN)
            .setGuardrails(GuardrailSettings.newBuilder().build())
            .build();
    return FleetSettings.of(List.of(pipeline, limits));
  }

  @Override
  public List<Attempt> attempts(Incident incident) {
    return List.copyOf(attempts);
  }

  @Override
  public Odds odds() {
    return odds;
  }

  @Override
  public List<Injection> injections() {
    return List.copyOf(injections);
  }
}
