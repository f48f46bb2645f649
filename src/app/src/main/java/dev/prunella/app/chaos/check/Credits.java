package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.Incident;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Every decision about an incident that is over has one credit, and none has two. */
final class Credits implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Set<String> over = new HashSet<>();
    for (Written<Incident> version : said.tape().incidents()) {
      if (version.value().getClosedAt() != null) {
        over.add(version.value().getId());
      }
    }
    DecisionLog.of(said).values().forEach(log -> check(log, over, broken));
  }

  private static void check(DecisionLog log, Set<String> over, Consumer<Violation> broken) {
    Map<Long, Decision> open = new LinkedHashMap<>();
    for (Decision entry : log.entries()) {
      if (entry.getKind() == DecisionKind.DECIDED) {
        open.put(entry.getSequence(), entry);
      } else if (entry.getKind() == DecisionKind.CREDITED) {
        Decision decided = open.remove(entry.getCredit().getDecided());
        if (decided == null
            || !decided.getIncident().equals(entry.getIncident())
            || decided.getStep() != entry.getStep()) {
          broken.accept(
              violation(
                  entry,
                  "it credits %d, which waits for no credit of this step, or no more"
                      .formatted(entry.getCredit().getDecided())));
        }
      }
    }
    for (Decision decided : open.values()) {
      if (over.contains(decided.getIncident())) {
        broken.accept(violation(decided, "its incident is over, and it has no credit"));
      }
    }
  }

  private static Violation violation(Decision entry, String what) {
    return new Violation(
        Promise.EVERY_DECISION_IS_CREDITED_ONCE,
        "%s %d".formatted(entry.getFleet(), entry.getSequence()),
        "step %d of incident %s: %s".formatted(entry.getStep(), entry.getIncident(), what));
  }
}
