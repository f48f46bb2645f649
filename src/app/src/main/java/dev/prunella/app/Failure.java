package dev.prunella.app;

/**
 * What went wrong, in one line for people: what, where, and what to do. It needs no stack trace.
 */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** The verb could not do it: exit code 1. */
  static Failure failed(String message) {
    return new Failure(1, message);
  }

  /** The verb was asked for what makes no sense: exit code 2. */
  static Failure usage(String message) {
    return new Failure(2, message);
  }

  int exitCode() {
    return exitCode;
  }
}
