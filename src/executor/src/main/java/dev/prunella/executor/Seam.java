package dev.prunella.executor;

/** The places between two steps of a command. */
enum Seam {
  /** The acceptance is written, and not committed. */
  BEFORE_ACCEPTANCE,
  /** The acceptance is committed, and nothing is begun. */
  AFTER_ACCEPTANCE,
  BEFORE_ACTION,
  /** The service has answered, and nothing is recorded. */
  AFTER_ACTION,
  /** The end is written, and not committed. */
  BEFORE_END,
  /** The end is committed. */
  AFTER_END
}
