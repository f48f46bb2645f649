package dev.prunella.app.chaos.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * By what the services saw: no command twice, no second command for one step of an incident, and
 * never two on one target at one time.
 */
final class ServicesSawOneCall implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, Call> byId = new HashMap<>();
    Map<String, Call> byStep = new HashMap<>();
    List<Call> calls = said.calls();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      Call same = byId.putIfAbsent(call.id(), call);
      Call step = byStep.putIfAbsent(call.incident() + " " + call.step(), call);
      if (same != null) {
        broken.accept(
            twice(call, "was asked for at %s and at %s".formatted(same.begunAt(), call.begunAt())));
      } else if (step != null) {
        broken.accept(
            twice(
                call,
                "is for step %d of incident %s, as is %s, which was %s on %s"
                    .formatted(
                        call.step(), call.incident(), step.id(), step.action(), step.target())));
      }
      calls.subList(0, i).stream()
          .filter(other -> meets(other, call))
          .forEach(
              other ->
                  broken.accept(
                      new Violation(
                          Promise.ONE_ACTION_AT_A_TIME,
                          call.target(),
                          "%s began at %s, while %s was at work"
                              .formatted(call.id(), call.begunAt(), other.id()))));
    }
  }

  private static Violation twice(Call call, String what) {
    return new Violation(
        Promise.NOTHING_IS_DONE_TWICE,
        call.id(),
        "%s on %s %s".formatted(call.action(), call.target(), what));
  }

  private static boolean meets(Call earlier, Call later) {
    return earlier.target().equals(later.target())
        && !earlier.id().equals(later.id())
        && earlier.endedAt().map(later.begunAt()::isBefore).orElse(true);
  }
}
