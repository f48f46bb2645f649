package dev.prunella.job;

import dev.prunella.settings.Connection;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What a Kafka client throws, in words for people. */
public final class KafkaFailure {

  private KafkaFailure() {}

  /** One line: what happened where, and what to do. */
  public static String words(Connection connection, Throwable thrown) {
    String brokers = connection.bootstrapServers();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return "no Kafka broker answers at "
            + brokers
            + "; start it, or name another with -D connection.brokers=HOST:PORT";
      }
      if (cause instanceof AuthenticationException) {
        return "Kafka at "
            + brokers
            + " refuses the credentials ("
            + cause.getMessage()
            + "); correct connection.kafka";
      }
      if (cause instanceof AuthorizationException) {
        return "Kafka at "
            + brokers
            + " does not permit it ("
            + cause.getMessage()
            + "); ask its owner for the right";
      }
      if (cause instanceof ConfigException && cause.getMessage().contains("resolvable")) {
        return "no host of " + brokers + " is known to DNS; correct connection.brokers";
      }
      if (cause instanceof ConfigException) {
        return "Kafka's client does not take its properties ("
            + cause.getMessage()
            + "); correct connection.kafka";
      }
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return "Kafka at " + brokers + " cannot be used (" + what + "); see connection.kafka";
  }
}
