package dev.prunella.registry;

/**
 * The registry answered, and has no Avro schema, or no id for one, to give. The message is a clause
 * that follows "the registry".
 */
final class UnknownSchemaException extends Exception {

  private static final long serialVersionUID = 1L;

  UnknownSchemaException(String message) {
    super(message, null, false, false);
  }
}
