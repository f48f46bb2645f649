package dev.prunella.diagnose;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import java.util.List;
import java.util.Locale;

/**
 * What kind of failure one signal points at by itself: from its detector's hint, from what a failed
 * run said, or from what its metric measures and the direction in which it went. A symptom is not a
 * cause: several signals are weighed in {@link RootCause}.
 */
final class Symptoms {

  private record Clue(ErrorType type, List<String> words) {
    boolean foundIn(String text) {
      return words.stream().anyMatch(text::contains);
    }
  }

  /** Words of error messages, the more specific first: the first clue that is found counts. */
  private static final List<Clue> MESSAGES =
      List.of(
          new Clue(
              ErrorType.CREDENTIALS,
              List.of(
                  "expiredtoken",
                  "expired token",
                  "access denied",
                  "accessdenied",
                  "unauthorized",
                  "authentication",
                  "permission denied",
                  "forbidden",
                  "invalid credentials")),
          new Clue(
              ErrorType.QUOTA,
              List.of("quota", "limit exceeded", "limitexceeded", "concurrentrunsexceeded")),
          new Clue(
              ErrorType.THROTTLED,
              List.of("throttl", "rate exceeded", "too many requests", "slow down", "429")),
          new Clue(
              ErrorType.LOCK_CONTENTION,
              List.of("deadlock", "lock wait", "could not obtain lock", "serializable isolation")),
          new Clue(
              ErrorType.RESOURCE_EXHAUSTION,
              List.of(
                  "out of memory",
                  "outofmemory",
                  "oomkilled",
                  "no space left",
                  "disk full",
                  "heap space",
                  "memory limit")),
          new Clue(
              ErrorType.SCHEMA_MISMATCH,
              List.of(
                  "schema",
                  "no such column",
                  "does not exist in table",
                  "cannot cast",
                  "unknown column",
                  "missing column",
                  "incompatible type",
                  "cannot resolve")),
          new Clue(
              ErrorType.DATA_CORRUPTION,
              List.of(
                  "corrupt",
                  "checksum",
                  "malformed",
                  "invalid utf",
                  "parse error",
                  "not a valid",
                  "duplicate key",
                  "null value in column")),
          new Clue(ErrorType.SKEW, List.of("skew", "straggler")),
          new Clue(
              ErrorType.CONNECTION_LOST,
              List.of(
                  "connection refused",
                  "connection reset",
                  "connection closed",
                  "broken pipe",
                  "unreachable",
                  "no route to host",
                  "unknownhost",
                  "could not connect")),
          new Clue(ErrorType.TIMEOUT, List.of("timed out", "timeout", "deadline exceeded")));

  /** Words of metric names whose rise points at a kind of failure. */
  private static final List<Clue> RISING =
      List.of(
          new Clue(ErrorType.THROTTLED, List.of("throttl")),
          new Clue(ErrorType.LOCK_CONTENTION, List.of("lock", "deadlock")),
          new Clue(
              ErrorType.BACKLOG,
              List.of(
                  "queue",
                  "backlog",
                  "lag",
                  "pending",
                  "iterator_age",
                  "iteratorage",
                  "cdclatency",
                  "incomingchanges")),
          new Clue(
              ErrorType.DATA_CORRUPTION,
              List.of("null", "duplicate", "invalid", "corrupt", "quality", "reject")),
          new Clue(
              ErrorType.TIMEOUT,
              List.of("latency", "duration", "response_time", "elapsed", "wait")),
          new Clue(ErrorType.SKEW, List.of("skew")),
          new Clue(
              ErrorType.RESOURCE_EXHAUSTION,
              List.of("cpu", "memory", "heap", "disk", "swap", "temperature", "load", "gc_")));

  /** Words of metric names whose fall points at a kind of failure. */
  private static final List<Clue> FALLING =
      List.of(
          new Clue(ErrorType.RESOURCE_EXHAUSTION, List.of("free", "available_memory", "slots")),
          new Clue(
              ErrorType.CONNECTION_LOST,
              List.of(
                  "connection", "network", "heartbeat", "throughput", "records_out", "bytes_out")));

  private Symptoms() {}

  static ErrorType of(Signal signal) {
    if (signal.getHint() != ErrorType.UNKNOWN) {
      return signal.getHint();
    }
    if (signal.getEvidence().equals(Evidence.SYMPTOM)) {
      return ErrorType.UNKNOWN;
    }
    if (signal.getEvidence().equals("delivery")) {
      return ErrorType.UNKNOWN; // that it has not recovered, whatever the cause, or the remedy
    }
    if (signal.getKind() == SignalKind.SCHEMA_DRIFT) {
      return ErrorType.SCHEMA_MISMATCH;
    }
    if (!signal.getDetail().isEmpty()) {
      return first(MESSAGES, signal.getDetail());
    }
    return switch (signal.getKind()) {
      case SILENCE -> ErrorType.CONNECTION_LOST;
      case DATA_QUALITY -> ErrorType.DATA_CORRUPTION;
      case ANOMALY, SLO_BURN, FORECAST ->
          first(signal.getDirection() < 0 ? FALLING : RISING, signal.getSubject());
      default -> ErrorType.UNKNOWN;
    };
  }

  /**
   * How much the type that a signal points at is worth, 0 to 1: what the owner or a schema says is
   * certain, what an error message says is likely, and the name of a metric is a guess.
   */
  static double certainty(Signal signal) {
    if (signal.getHint() != ErrorType.UNKNOWN || signal.getKind() == SignalKind.SCHEMA_DRIFT) {
      return 1;
    }
    return signal.getDetail().isEmpty() ? 0.5 : 0.8;
  }

  private static ErrorType first(List<Clue> clues, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (Clue clue : clues) {
      if (clue.foundIn(lower)) {
        return clue.type();
      }
    }
    return ErrorType.UNKNOWN;
  }
}
