package dev.prunella.executor;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.FencedCommand;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One live command at a time on a target, and no command twice: the fold of the topic {@code
 * fence}. Every change is returned as the record to be written. Not thread-safe.
 */
final class TargetFence {

  /** Records have a largest size; a target that is sent more in so short a time is in a storm. */
  static final int MOST_REMEMBERED = 1_000;

  private final String executor;
  private final String instance;
  private final Map<String, Fence> fences = new HashMap<>();

  /** The target of every id that is remembered. */
  private final Map<String, String> targets = new HashMap<>();

  private final Set<String> unreadable = new HashSet<>();

  /**
   * @param executor its name, which is the same after each start
   * @param instance this process
   */
  TargetFence(String executor, String instance) {
    this.executor = executor;
    this.instance = instance;
  }

  /** Takes in what the topic says, of whichever executor. */
  void replay(Fence fence) {
    forget(fence.getTarget());
    unreadable.remove(fence.getTarget());
    fences.put(fence.getTarget(), fence);
    fence.getCommands().forEach(each -> targets.put(each.getCommandId(), fence.getTarget()));
  }

  /** A target without a record any more. */
  void forget(String target) {
    Fence fence = fences.remove(target);
    if (fence != null) {
      fence.getCommands().forEach(each -> targets.remove(each.getCommandId(), target));
    }
  }

  /** Nobody can say what happens on a target whose record cannot be read: it is left alone. */
  void unreadable(String target) {
    unreadable.add(target);
  }

  /** What is remembered of a command id, on whichever target. */
  Optional<FencedCommand> recall(String commandId) {
    return Optional.ofNullable(targets.get(commandId))
        .flatMap(
            target ->
                fences.get(target).getCommands().stream()
                    .filter(each -> each.getCommandId().equals(commandId))
                    .findFirst());
  }

  /**
   * The command that was accepted on the target for the same step of the same incident, if one was.
   * After a failure a job may decide a step anew, and otherwise.
   */
  Optional<Command> sameStep(Command command) {
    return Optional.ofNullable(fences.get(command.getTarget()))
        .map(Fence::getNewest)
        .filter(newest -> newest.getIncident().equals(command.getIncident()))
        .filter(newest -> newest.getStep() == command.getStep());
  }

  /** Why no other command is accepted on the target now, if so. */
  Optional<Refusal> refusal(String target, Instant now) {
    if (unreadable.contains(target)) {
      return Optional.of(Refusal.rejected("the fence of " + target + " cannot be read"));
    }
    Fence fence = fences.get(target);
    if (fence == null) {
      return Optional.empty();
    }
    FencedCommand newest = newest(fence);
    String id = newest.getCommandId();
    if (newest.getStatus() == OutcomeStatus.ACCEPTED) {
      return Optional.of(Refusal.fenced("the command %s is live on %s".formatted(id, target), id));
    }
    if (now.isBefore(fence.getBusyUntil())) {
      return Optional.of(
          Refusal.fenced(
              "the command %s on %s ended as %s and may go on until %s"
                  .formatted(id, target, newest.getStatus(), fence.getBusyUntil()),
              id));
    }
    if (remembered(fence, now).size() >= MOST_REMEMBERED) {
      return Optional.of(
          Refusal.rejected(
              "%d commands on %s have not expired yet; no more are accepted"
                  .formatted(MOST_REMEMBERED, target)));
    }
    return Optional.empty();
  }

  /**
   * Accepts a command on a target that is free.
   *
   * @param busyUntil until when it may be acting, by the job's clock
   */
  Fence accept(Command command, Instant now, Instant busyUntil) {
    List<FencedCommand> commands = new ArrayList<>();
    commands.add(
        new FencedCommand(command.getId(), OutcomeStatus.ACCEPTED, now, command.getExpiresAt()));
    Fence before = fences.get(command.getTarget());
    if (before != null) {
      commands.addAll(remembered(before, now));
    }
    return put(new Fence(command.getTarget(), executor, instance, busyUntil, command, commands));
  }

  /**
   * Ends the live command of a target.
   *
   * @param mayGoOn whether it may still be acting, so that the target stays busy
   * @return empty if the command is not live on its target: it has been ended before
   */
  Optional<Fence> end(Command command, OutcomeStatus status, boolean mayGoOn, Instant now) {
    Fence fence = fences.get(command.getTarget());
    if (fence == null
        || !newest(fence).getCommandId().equals(command.getId())
        || newest(fence).getStatus() != OutcomeStatus.ACCEPTED) {
      return Optional.empty();
    }
    return Optional.of(put(ended(fence, status, mayGoOn ? fence.getBusyUntil() : now)));
  }

  /**
   * The accepted commands that nobody will end: those of this executor that are not in hand here,
   * because the process that had them is gone, and those of other executors whose time is over.
   */
  List<Command> abandoned(Predicate<String> inHand, Instant now) {
    List<Command> abandoned = new ArrayList<>();
    for (Fence fence : fences.values()) {
      if (newest(fence).getStatus() != OutcomeStatus.ACCEPTED) {
        continue;
      }
      boolean ours = fence.getExecutor().equals(executor);
      if (ours ? !inHand.test(newest(fence).getCommandId()) : !now.isBefore(fence.getBusyUntil())) {
        abandoned.add(fence.getNewest());
      }
    }
    return abandoned;
  }

  /** Whether a record of the topic is one that this process wrote. */
  boolean isOwn(Fence fence) {
    return fence.getExecutor().equals(executor) && fence.getInstance().equals(instance);
  }

  private Fence put(Fence fence) {
    replay(fence);
    return fence;
  }

  private Fence ended(Fence fence, OutcomeStatus status, Instant busyUntil) {
    List<FencedCommand> commands = new ArrayList<>(fence.getCommands());
    FencedCommand newest = commands.get(0);
    commands.set(
        0,
        new FencedCommand(
            newest.getCommandId(), status, newest.getAcceptedAt(), newest.getExpiresAt()));
    return new Fence(fence.getTarget(), executor, instance, busyUntil, fence.getNewest(), commands);
  }

  private static List<FencedCommand> remembered(Fence fence, Instant now) {
    return fence.getCommands().stream().filter(c -> now.isBefore(c.getExpiresAt())).toList();
  }

  private static FencedCommand newest(Fence fence) {
    return fence.getCommands().get(0);
  }
}
