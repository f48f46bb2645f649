package dev.prunella.executor;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.FencedCommand;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What becomes of each command, over gate and fence: a state machine without threads, log or clock.
 * What it says is in force once its {@link Step} is written; if that fails, the desk is to be
 * thrown away and made anew from the topics. Not thread-safe.
 */
final class CommandDesk {

  /** Ids of refused commands that are kept at most; more than that in their life is a flood. */
  private static final int MOST_REFUSED = 10_000;

  private final String executor;
  private final CommandGate gate;
  private final TargetFence fence;
  private final Duration longestAction;

  /**
   * What was refused and has not expired: the same command may have been made possible since, and
   * whoever sent it has moved on. Of this process only; the fence remembers what was acted on.
   */
  private final Map<String, Outcome> refused =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Outcome> eldest) {
          return size() > MOST_REFUSED;
        }
      };

  /**
   * @param executor the actor of its outcomes
   * @param longestAction how long an action may take
   */
  CommandDesk(String executor, CommandGate gate, TargetFence fence, Duration longestAction) {
    this.executor = executor;
    this.gate = gate;
    this.fence = fence;
    this.longestAction = longestAction;
  }

  /**
   * Takes up a command.
   *
   * @param now the job's clock
   * @param free whether another action can be begun at once
   * @param touched id of the command whose action still touches a target; null if none does
   * @return false if it has to wait until one can; nothing has happened then
   */
  boolean take(
      Command command, Instant now, boolean free, Function<String, String> touched, Step step) {
    Optional<FencedCommand> known = fence.recall(command.getId());
    if (known.isPresent()) {
      step.report(outcome(command, known.get().getStatus(), now, again(known.get()), ""));
      return true;
    }
    Outcome before = refused.get(command.getId());
    if (before != null) {
      step.report(
          outcome(command, before.getStatus(), now, before.getDetail(), before.getFencedBy()));
      return true;
    }
    Optional<Command> first = fence.sameStep(command);
    if (first.isPresent()) {
      echo(first.get(), now, step);
      refuse(command, secondFor(command, first.get()), now, step);
      return true;
    }
    Optional<Refusal> refusal =
        gate.judge(command, now)
            .or(() -> fence.refusal(command.getTarget(), now))
            .or(() -> touching(command.getTarget(), touched));
    if (refusal.isPresent()) {
      refuse(command, refusal.get(), now, step);
      return true;
    }
    if (!free) {
      return false;
    }
    // Once for acting, and once for what a service still does when nobody waits for it any more.
    Instant busyUntil = now.plus(longestAction).plus(longestAction);
    step.accept(
        command,
        fence.accept(command, now, busyUntil),
        outcome(command, OutcomeStatus.ACCEPTED, now, "", ""));
    return true;
  }

  private void refuse(Command command, Refusal no, Instant now, Step step) {
    Outcome outcome = outcome(command, no.status(), now, no.reason(), no.fencedBy());
    refused.put(command.getId(), outcome);
    step.report(outcome);
  }

  /** So that whoever decided otherwise since knows what was carried out instead. */
  private void echo(Command first, Instant now, Step step) {
    FencedCommand known = fence.recall(first.getId()).orElseThrow();
    step.report(outcome(first, OutcomeStatus.ACCEPTED, now, again(known), ""));
    if (known.getStatus() != OutcomeStatus.ACCEPTED) {
      step.report(outcome(first, known.getStatus(), now, again(known), ""));
    }
  }

  private static Refusal secondFor(Command command, Command first) {
    return Refusal.fenced(
        "%s was carried out for step %d of the incident"
            .formatted(first.getId(), command.getStep()),
        first.getId());
  }

  /** Records how an action ended; nothing if that was done before. */
  void end(Command command, ActionResult result, Instant now, Step step) {
    fence
        .end(command, result.status(), result.mayGoOn(), now)
        .ifPresent(
            ended -> step.end(ended, outcome(command, result.status(), now, result.detail(), "")));
  }

  /** Reports as UNKNOWN what was accepted and will be ended by nobody. */
  void endAbandoned(Predicate<String> inHand, Instant now, Step step) {
    ActionResult result =
        ActionResult.unknown("it was accepted, and whoever had it in hand is gone");
    for (Command command : fence.abandoned(inHand, now)) {
      Instant accepted = fence.recall(command.getId()).orElseThrow().getAcceptedAt();
      end(command, result, accepted.isAfter(now) ? accepted : now, step);
    }
  }

  /** What was refused need not be remembered once it has expired: it is refused for that then. */
  void forgetExpired(Instant now) {
    refused.values().removeIf(outcome -> !now.isBefore(outcome.getCommand().getExpiresAt()));
  }

  private Outcome outcome(
      Command command, OutcomeStatus status, Instant now, String detail, String fencedBy) {
    return new Outcome(
        command.getId(),
        command.getFleet(),
        command.getIncident(),
        command.getStage(),
        command.getTarget(),
        command.getAction(),
        status,
        now,
        executor,
        detail,
        fencedBy,
        command);
  }

  private static String again(FencedCommand known) {
    return "the same command again; it was accepted at " + known.getAcceptedAt();
  }

  private static Optional<Refusal> touching(String target, Function<String, String> touched) {
    String id = touched.apply(target);
    return id == null
        ? Optional.empty()
        : Optional.of(
            Refusal.fenced("the action of %s on %s has not returned".formatted(id, target), id));
  }
}
