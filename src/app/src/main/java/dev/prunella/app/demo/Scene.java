package dev.prunella.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A demo at one moment, to be drawn.
 *
 * @param phase where it is
 * @param done share of the phase, 0 to 1
 * @param time that the job has come to; {@link Instant#MIN} at first
 * @param clockFactor simulated seconds a second, as achieved; 0 before the live phase
 * @param lag of the job behind the plant, in simulated time
 * @param courses the incidents of the live phase so far, by opening
 * @param figures what can be counted of them so far
 * @param policy what was learned so far
 */
public record Scene(
    Phase phase,
    double done,
    Instant time,
    double clockFactor,
    Duration lag,
    List<Course> courses,
    Figures figures,
    PolicyShift policy) {

  /** Where a demo is. */
  enum Phase {
    /** The job starts. */
    START,
    /** The past goes through the job. */
    HISTORY,
    LIVE
  }

  /**
   * @param live null before the live phase
   */
  static Scene of(Script script, Loop loop, Faults faults, Live live) {
    Instant time = loop.reached();
    List<Course> courses = loop.courses().all();
    Figures figures = Figures.of(loop.courses(), faults, time);
    if (live != null) {
      double done = live.done(System.nanoTime());
      return new Scene(
          Phase.LIVE, done, time, live.clockFactor(), live.lag(), courses, figures, loop.policy());
    }
    boolean started = time.isAfter(Instant.MIN);
    double done =
        !started
            ? 0
            : (double) Duration.between(script.begin(), time).toMillis()
                / Duration.between(script.begin(), script.live()).toMillis();
    Phase phase = started ? Phase.HISTORY : Phase.START;
    return new Scene(phase, done, time, 0, Duration.ZERO, courses, figures, loop.policy());
  }
}
