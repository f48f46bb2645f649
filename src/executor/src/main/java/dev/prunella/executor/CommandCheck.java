package dev.prunella.executor;

import dev.prunella.monitor.Check;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.MalformedRecordException;
import java.time.Instant;

/** What a command must be, beyond its schema, to be answered at all. */
final class CommandCheck {

  /** Longest text of a name, in characters; the fence keeps ids and targets. */
  private static final int LONGEST = 500;

  private CommandCheck() {}

  static void check(Command command, Instant latest) throws MalformedRecordException {
    name("id", command.getId());
    name("fleet", command.getFleet());
    name("target", command.getTarget());
    name("stage", command.getStage());
    name("service", command.getService());
  }

  private static void name(String field, String value) throws MalformedRecordException {
    boolean fits = !value.isBlank() && value.length() <= LONGEST;
    Check.require(
        fits,
        field,
        value.length() <= LONGEST ? value : value.substring(0, 40) + "...",
        "a text of 1 to " + LONGEST + " characters");
  }
}
