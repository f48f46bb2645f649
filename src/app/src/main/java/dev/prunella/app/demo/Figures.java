package dev.prunella.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What can be counted of the incidents of a span of time.
 *
 * @param incidents how many
 * @param falseAlarms those that no fault explains
 * @param healed of the others: see {@link Course#isHealed}
 * @param escalated see {@link Course#isEscalated}
 * @param commands that were ordered, pages among them
 * @param mttrSeconds mean time to recover, see {@link #of}; null if there is nothing to recover
 *     from
 */
record Figures(
    int incidents, int falseAlarms, int healed, int escalated, int commands, Double mttrSeconds) {

  /**
   * The time to recover of an incident that a fault explains is the event time from its first
   * evidence to the beginning of its recovery; one that has not recovered counts until the horizon.
   */
  static Figures of(Courses courses, Faults faults, Instant horizon) {
    List<Course> all = courses.all();
    List<Course> real = all.stream().filter(faults::explain).toList();
    double seconds = 0;
    for (Course course : real) {
      Instant end = course.isRecovered() ? course.incident().getClearSince() : horizon;
      seconds += Duration.between(course.incident().getOpenedAt(), end).toMillis() / 1000.0;
    }
    return new Figures(
        all.size(),
        all.size() - real.size(),
        (int) real.stream().filter(Course::isHealed).count(),
        (int) all.stream().filter(Course::isEscalated).count(),
        courses.commands(),
        real.isEmpty() ? null : seconds / real.size());
  }
}
