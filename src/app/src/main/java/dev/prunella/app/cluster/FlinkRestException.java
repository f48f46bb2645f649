package dev.prunella.app.cluster;

/** Flink's REST API does not answer, or refuses; its message is a line for people. */
public final class FlinkRestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FlinkRestException(String message) {
    super(message);
  }

  FlinkRestException(String message, Throwable cause) {
    super(message, cause);
  }
}
