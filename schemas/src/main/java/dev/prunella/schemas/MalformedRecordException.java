package dev.prunella.schemas;

import java.util.Objects;

/**
 * Bytes that are not a record. The message is one sentence for people: what was wrong, where, and
 * what would help. It carries no stack trace: a flood of malformed input must stay cheap.
 */
public final class MalformedRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  public MalformedRecordException(DeadLetterReason reason, String message) {
    super(message, null, false, false);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** The kind of fault, as dead letters name it. */
  public DeadLetterReason reason() {
    return reason;
  }
}
