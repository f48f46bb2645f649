package dev.prunella.app.demo;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every incident of a span of time with its course. What was done for an incident that was merged
 * into an older one belongs to that one. Not thread-safe.
 */
final class Courses {

  private static final Comparator<Course> BY_OPENING =
      Comparator.comparing((Course c) -> c.incident().getOpenedAt())
          .thenComparing(c -> c.incident().getId());

  private final Instant since;
  private final Map<String, Course> courses = new HashMap<>();
  private final Map<String, String> mergedInto = new HashMap<>();
  private final Set<String> commands = new HashSet<>();
  private int ordered;

  /**
   * @param since what opened or was ordered before is left out
   */
  Courses(Instant since) {
    this.since = since;
  }

  void take(Incident version) {
    String into = version.getMergedInto();
    if (into.isEmpty()) {
      of(version.getId()).take(version);
    } else if (mergedInto.putIfAbsent(version.getId(), into) == null) {
      Course younger = courses.remove(version.getId());
      if (younger != null) {
        of(into).absorb(younger);
      }
    }
  }

  void take(Command command) {
    if (!commands.add(command.getId())) {
      return; // delivered twice
    }
    ordered += command.getIssuedAt().isBefore(since) ? 0 : 1;
    of(command.getIncident()).take(command);
  }

  /** What others did by themselves answers no command, and is not ours. */
  void take(Outcome outcome) {
    if (!outcome.getCommandId().isEmpty()) {
      of(outcome.getIncident()).take(outcome);
    }
  }

  private Course of(String incident) {
    String id = incident;
    for (String into = mergedInto.get(id); into != null; into = mergedInto.get(id)) {
      id = into;
    }
    return courses.computeIfAbsent(id, i -> new Course());
  }

  /** Commands that were ordered since then, each id once. */
  int commands() {
    return ordered;
  }

  /** All that opened since then, by opening. */
  List<Course> all() {
    return courses.values().stream()
        .filter(c -> c.incident() != null && !c.incident().getOpenedAt().isBefore(since))
        .sorted(BY_OPENING)
        .toList();
  }
}
