package dev.prunella.plant;

import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A command that is being carried out, or was. */
final class Errand {
  final Command command;
  final Attempt attempt;
  final Instant startedAt;
  final Instant finishesAt;
  final List<Consumer<Outcome>> waiting = new ArrayList<>();
  boolean begun;
  private OutcomeStatus status = OutcomeStatus.ACCEPTED;
  private Effect effect = Effect.NOTHING;
  private String detail = "";

  Errand(Command command, Attempt attempt, Instant startedAt, Instant finishesAt) {
    this.command = command;
    this.attempt = attempt;
    this.startedAt = startedAt;
    this.finishesAt = finishesAt;
  }

  boolean isFinished() {
    return status != OutcomeStatus.ACCEPTED;
  }

  void succeed(Effect done) {
    status = OutcomeStatus.SUCCEEDED;
    effect = done;
  }

  void fail(String why) {
    status = OutcomeStatus.FAILED;
    detail = why;
  }

  /** Tells everybody who waits how it ended. */
  void tell(String actor) {
    Outcome outcome =
        new Outcome(
            command.getId(),
            command.getFleet(),
            command.getIncident(),
            command.getStage(),
            command.getTarget(),
            command.getAction(),
            status,
            finishesAt,
            actor,
            detail,
            "",
            command);
    List<Consumer<Outcome>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(consumer -> consumer.accept(outcome));
  }

  Deed deed(double cost) {
    return new Deed(
        command.getId(),
        command.getAction(),
        command.getStage(),
        attempt.injection(),
        startedAt,
        finishesAt,
        cost,
        status,
        effect);
  }
}
