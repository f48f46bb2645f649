package dev.prunella.settings;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach Kafka and the registry, and how the job runs: the {@code connection} part of
 * prunella.yaml, with every default filled in and every secret resolved.
 *
 * @param brokers addresses as host:port, at least one
 * @param kafka properties for every Kafka client, without bootstrap.servers
 * @param registry the schema registry, if there is one
 * @param topics names of the topics
 * @param formats format of each output topic that has one of its own, by its name without prefix
 * @param delivery how commands are delivered
 * @param clock what drives time
 * @param futureTolerance how far a timestamp may be ahead of the clock, more than zero
 * @param job settings of the Flink job
 * @param executor settings of the executor
 */
public record Connection(
    List<String> brokers,
    ClientProperties kafka,
    Optional<Registry> registry,
    TopicNames topics,
    Map<String, RecordFormat> formats,
    Delivery delivery,
    TimeSource clock,
    Duration futureTolerance,
    Job job,
    Executor executor) {

  public Connection {
    brokers = List.copyOf(brokers);
    formats = Map.copyOf(formats);
  }

  /** The brokers as Kafka's bootstrap.servers. */
  public String bootstrapServers() {
    return String.join(",", brokers);
  }

  /** Properties for a Kafka client, with bootstrap.servers. A new map at each call. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>(kafka.values());
    properties.put("bootstrap.servers", bootstrapServers());
    return properties;
  }

  /**
   * Format of an output topic.
   *
   * @param topic its name without prefix, such as commands
   */
  public RecordFormat format(String topic) {
    return formats.getOrDefault(topic, RecordFormat.AVRO);
  }

  /** How the records of a topic are written. */
  public enum RecordFormat {
    AVRO,
    JSON
  }

  /** How commands are delivered. */
  public enum Delivery {
    /** At once; after a failure perhaps twice under one id. */
    AT_LEAST_ONCE,
    /** With the next checkpoint, in a transaction. */
    EXACTLY_ONCE
  }

  /** What drives time. */
  public enum TimeSource {
    /** The wall clock. */
    WALL,
    /** Clock records in the telemetry, for replay and simulation. */
    RECORDS
  }

  /**
   * A schema registry with the Confluent API.
   *
   * @param url its base address
   * @param properties properties for its client
   */
  public record Registry(String url, ClientProperties properties) {}

  /**
   * Names of the topics.
   *
   * @param prefix stands before the name of each of Prunella's topics; may be empty
   * @param telemetry the topics that telemetry is read from, at least one, by their full names
   */
  public record TopicNames(String prefix, List<TelemetryTopic> telemetry) {

    public TopicNames {
      telemetry = List.copyOf(telemetry);
    }

    /** Full name of one of Prunella's topics. */
    public String of(String topic) {
      return prefix + topic;
    }
  }

  /**
   * A topic that telemetry is read from.
   *
   * @param name full name
   * @param outOfOrder how much later than newer records a record may arrive, zero or more
   */
  public record TelemetryTopic(String name, Duration outOfOrder) {}

  /**
   * Settings of the Flink job.
   *
   * @param name shown in the web UI; names the consumer group and the heartbeat
   * @param checkpointInterval how often state is saved, more than zero
   * @param seed seed of every random draw, 0 or more
   */
  public record Job(String name, Duration checkpointInterval, long seed) {}

  /**
   * Settings of the executor.
   *
   * @param name the actor of its outcomes; names the consumer group
   * @param actionTimeout how long an action may take, more than zero
   * @param webhooks where commands are posted, by service
   */
  public record Executor(String name, Duration actionTimeout, Map<String, Webhook> webhooks) {

    public Executor {
      webhooks = Map.copyOf(webhooks);
    }
  }

  /**
   * Where the commands of a service are posted. Its text form does not show the token.
   *
   * @param url http or https
   * @param token sent as a bearer token, if there is one
   * @param timeout how long an answer may take, more than zero
   */
  public record Webhook(URI url, Optional<String> token, Duration timeout) {

    @Override
    public String toString() {
      return "Webhook[" + url.getHost() + "]";
    }
  }
}
