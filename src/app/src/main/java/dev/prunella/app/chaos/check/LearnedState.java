package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Decision;
import dev.prunella.schemas.PolicySnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The newest snapshot of each fleet holds what the log teaches up to the entry that it names, and
 * nothing that the log teaches after it is missing.
 */
final class LearnedState implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, PolicySnapshot> newest = new LinkedHashMap<>();
    said.tape().policies().forEach(each -> newest.put(each.value().getFleet(), each.value()));
    Map<String, DecisionLog> logs = DecisionLog.of(said);
    logs.forEach(
        (fleet, log) -> {
          PolicySnapshot snapshot = newest.get(fleet);
          String what = snapshot == null ? "there is none" : difference(snapshot, log.entries());
          if (!what.isEmpty()) {
            broken.accept(new Violation(Promise.LEARNED_IS_THE_FOLD, fleet, what));
          }
        });
  }

  private static String difference(PolicySnapshot snapshot, List<Decision> log) {
    List<Decision> folded =
        log.stream().filter(entry -> entry.getSequence() <= snapshot.getSequence()).toList();
    String difference = Learned.of(folded).difference(Learned.in(snapshot.getCells()));
    if (!difference.isEmpty()) {
      return "the snapshot of entry %d: %s".formatted(snapshot.getSequence(), difference);
    }
    String missing = Learned.of(log).difference(Learned.in(snapshot.getCells()));
    return missing.isEmpty()
        ? ""
        : "no snapshot after that of entry %d, but the log teaches: %s"
            .formatted(snapshot.getSequence(), missing);
  }
}
