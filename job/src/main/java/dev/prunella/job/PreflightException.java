package dev.prunella.job;

/** Why the job cannot run yet, in one line for people: what is missing, and what to do. */
public final class PreflightException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PreflightException(String message) {
    super(message);
  }
}
