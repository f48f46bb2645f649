package dev.prunella.app;

import dev.prunella.schemas.FreezeSettings;
import java.time.Instant;

/** What freezes come to: how long they hold, and what two of them hold together. */
final class Freezes {

  private Freezes() {}

  /** Whether it is over by then. */
  static boolean isOver(FreezeSettings freeze, Instant now) {
    return freeze.getUntil() != null && !freeze.getUntil().isAfter(now);
  }

  /**
   * Whether from now on one freeze holds whenever another does.
   *
   * @param other null if there is none
   */
  static boolean covers(FreezeSettings freeze, FreezeSettings other, Instant now) {
    if (other == null || isOver(other, now)) {
      return true;
    }
    return freeze != null
        && !begin(freeze, now).isAfter(begin(other, now))
        && !end(freeze).isBefore(end(other));
  }

  /**
   * A freeze that holds from now on at least as long as each of two. People who pull a brake do not
   * mean to loosen another's.
   *
   * @param before null if there is none
   */
  static FreezeSettings together(FreezeSettings before, FreezeSettings asked, Instant now) {
    if (before == null || isOver(before, now)) {
      return asked;
    }
    boolean longer = end(before).isAfter(end(asked));
    return FreezeSettings.newBuilder(asked)
        .setReason(asked.getReason().isEmpty() ? before.getReason() : asked.getReason())
        .setUntil(longer ? before.getUntil() : asked.getUntil())
        .build();
  }

  /** For people: "frozen until 2026-03-01T06:00:00Z (end of quarter)". */
  static String words(FreezeSettings freeze, Instant now) {
    if (freeze == null) {
      return "not frozen";
    }
    if (isOver(freeze, now)) {
      return "not frozen since " + freeze.getUntil();
    }
    String since = begin(freeze, now).isAfter(now) ? "from " + freeze.getSince() + " " : "";
    String until = freeze.getUntil() == null ? "it is taken back" : freeze.getUntil().toString();
    String reason = freeze.getReason().isEmpty() ? "" : " (" + freeze.getReason() + ")";
    return "frozen " + since + "until " + until + reason;
  }

  private static Instant begin(FreezeSettings freeze, Instant now) {
    boolean later = freeze.getSince() != null && freeze.getSince().isAfter(now);
    return later ? freeze.getSince() : now;
  }

  private static Instant end(FreezeSettings freeze) {
    return freeze.getUntil() == null ? Instant.MAX : freeze.getUntil();
  }
}
