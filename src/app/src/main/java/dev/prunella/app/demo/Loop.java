package dev.prunella.app.demo;

import dev.prunella.plant.Injection;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import java.time.Instant;
import java.util.List;

/** What is known here of the running loop, as its topics are read. Not thread-safe. */
final class Loop implements LoopTail.Listener {

  private final Instant live;
  private final Courses courses;
  private final DecisionLatency latency;
  private final Events events = new Events();
  private final PolicyShift policy = new PolicyShift();
  private Instant reached = Instant.MIN;
  private Double firstHealedSeconds;

  /**
   * @param live begin of the live phase, in simulated time: what opened before is not of interest
   */
  Loop(Instant live, DecisionLatency latency) {
    this.live = live;
    this.courses = new Courses(live);
    this.latency = latency;
  }

  @Override
  public void onIncident(Incident version) {
    courses.take(version);
    events.take(version);
    lookForHealed();
  }

  @Override
  public void onDecision(Decision decision, long written) {
    latency.onDecision(decision, written);
    policy.take(decision);
    events.take(decision);
  }

  @Override
  public void onCommand(Command command) {
    courses.take(command);
    events.take(command);
  }

  @Override
  public void onOutcome(Outcome outcome) {
    courses.take(outcome);
    events.take(outcome);
    lookForHealed();
  }

  @Override
  public void onHeartbeat(Heartbeat beat) {
    reached = beat.getAt().isAfter(reached) ? beat.getAt() : reached;
  }

  /** The plant has injected a fault, which no part of the loop knows of. */
  void onFault(Injection fault) {
    events.take(fault);
  }

  private void lookForHealed() {
    if (firstHealedSeconds == null && courses.all().stream().anyMatch(Course::isHealed)) {
      firstHealedSeconds = Stopwatch.seconds();
    }
  }

  /** Simulated time that every part of the loop has come to; {@link Instant#MIN} at first. */
  Instant reached() {
    return reached;
  }

  /** What opened and was ordered in the live phase. */
  Courses courses() {
    return courses;
  }

  PolicyShift policy() {
    return policy;
  }

  /** What has happened in the live phase since the last call. */
  List<Event> news() {
    return events.drain().stream().filter(e -> !e.at().isBefore(live)).toList();
  }

  /**
   * From the start of this process until the first healed incident was known here; null if none is.
   */
  Double firstHealedSeconds() {
    return firstHealedSeconds;
  }
}
