package dev.prunella.app.chaos;

import java.time.Duration;

/**
 * Something that is done to the processes, and taken back.
 *
 * @param kind kill, stall, rescale, ...
 * @param member what to
 * @param deadline until when all has to be as before
 * @param act does it, and returns once it is taken back: what was killed is started again
 */
record Blow(String kind, String member, Duration deadline, Act act) {

  interface Act {
    void run() throws Exception;
  }
}
