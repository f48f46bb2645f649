package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Fence;
import dev.prunella.schemas.FencedCommand;
import dev.prunella.schemas.OutcomeStatus;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The fence of each target: a command is accepted, then it ends, then the next one is accepted; not
 * before one that may go on is over. What a service was asked for was accepted, and at the end
 * nothing is left accepted.
 */
final class FenceRecords implements Invariant {

  private static final Set<OutcomeStatus> MAY_GO_ON =
      EnumSet.of(OutcomeStatus.TIMED_OUT, OutcomeStatus.UNKNOWN);

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, Fence> fences = new LinkedHashMap<>();
    Set<String> accepted = new HashSet<>();
    for (Written<Fence> written : said.tape().fences()) {
      Fence fence = written.value();
      Fence before = fences.put(fence.getTarget(), fence);
      String what = wrong(before, fence, accepted);
      if (!what.isEmpty()) {
        broken.accept(violation(fence.getTarget(), what));
      }
      accepted.add(fence.getNewest().getId());
    }
    for (Fence last : fences.values()) {
      if (newest(last).getStatus() == OutcomeStatus.ACCEPTED) {
        broken.accept(
            violation(last.getTarget(), newest(last).getCommandId() + " is left accepted"));
      }
    }
    for (Call call : said.calls()) {
      if (!accepted.contains(call.id())) {
        broken.accept(violation(call.target(), call.id() + " was done and never accepted"));
      }
    }
  }

  private static String wrong(Fence before, Fence fence, Set<String> accepted) {
    FencedCommand newest = newest(fence);
    String id = newest.getCommandId();
    boolean accepts = newest.getStatus() == OutcomeStatus.ACCEPTED;
    if (!id.equals(fence.getNewest().getId())) {
      return "its newest command is %s, and %s".formatted(id, fence.getNewest().getId());
    }
    if (accepts && accepted.contains(id)) {
      return id + " was accepted twice";
    }
    if (before == null) {
      return accepts ? "" : id + " ended and was never accepted";
    }
    FencedCommand previous = newest(before);
    boolean live = previous.getStatus() == OutcomeStatus.ACCEPTED;
    if (!accepts) {
      boolean ends = live && previous.getCommandId().equals(id);
      return ends
          ? ""
          : "%s ended as %s, while %s was %s"
              .formatted(id, newest.getStatus(), previous.getCommandId(), previous.getStatus());
    }
    boolean goesOn =
        MAY_GO_ON.contains(previous.getStatus())
            && newest.getAcceptedAt().isBefore(before.getBusyUntil());
    return live || goesOn
        ? "%s was accepted at %s, while %s was %s until %s"
            .formatted(
                id,
                newest.getAcceptedAt(),
                previous.getCommandId(),
                previous.getStatus(),
                before.getBusyUntil())
        : "";
  }

  private static FencedCommand newest(Fence fence) {
    return fence.getCommands().get(0);
  }

  private static Violation violation(String target, String what) {
    return new Violation(Promise.THE_FENCE_HOLDS, target, what);
  }
}
