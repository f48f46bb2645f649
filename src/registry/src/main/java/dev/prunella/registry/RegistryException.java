package dev.prunella.registry;

/** A record cannot be written, because the registry has no id for its schema or did not answer. */
public final class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
