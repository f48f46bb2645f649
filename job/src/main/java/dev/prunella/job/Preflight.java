package dev.prunella.job;

import dev.prunella.registry.CodecSupplier;
import dev.prunella.registry.RegistryException;
import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topic.Direction;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.TelemetryTopic;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether all is there that the job needs, asked before it starts: what is missing would otherwise
 * be seen as a task that fails again and again. What goes away later does not end the job.
 */
public final class Preflight implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Connection connection;
  private final Admin admin;

  /** Those that are there; null for one that this user may not see. */
  private final Map<String, TopicDescription> topics = new LinkedHashMap<>();

  private Preflight(Connection connection) {
    this.connection = connection;
    Map<String, Object> client = new HashMap<>(connection.clientProperties());
    client.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
    client.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS / 2);
    this.admin = Admin.create(client);
  }

  /**
   * Returns if brokers answer, every topic is there, the job may read and write what it must, and
   * the registry, if there is one, has ids for what the job writes. Waits for Kafka for at most ten
   * seconds.
   *
   * @throws PreflightException if not
   */
  public static void check(Connection connection) {
    try (Preflight preflight = new Preflight(connection)) {
      preflight.requireTopics();
      preflight.requireRights();
    } catch (KafkaException e) {
      throw new PreflightException(KafkaFailure.words(connection, e));
    }
    requireRegistry(connection);
  }

  /**
   * Returns if brokers answer and every topic is there.
   *
   * @throws PreflightException if not
   */
  public static void requireTopics(Connection connection) {
    try (Preflight preflight = new Preflight(connection)) {
      preflight.requireTopics();
    } catch (KafkaException e) {
      throw new PreflightException(KafkaFailure.words(connection, e));
    }
  }

  private void requireTopics() {
    get(admin.describeCluster().nodes());
    List<String> own = catalogue().all().stream().map(Topic::name).toList();
    List<String> foreign = telemetry().stream().filter(name -> !own.contains(name)).toList();
    List<String> missing = missing(own);
    if (!missing.isEmpty()) {
      throw new PreflightException(
          "Kafka at %s lacks the topics %s; create them with `prunella topics create`"
              .formatted(connection.bootstrapServers(), String.join(", ", missing)));
    }
    List<String> unknown = missing(foreign);
    if (!unknown.isEmpty()) {
      throw new PreflightException(
          "Kafka at %s has no topic %s, which connection.topics.telemetry names; correct the name, or create it"
              .formatted(connection.bootstrapServers(), String.join(", ", unknown)));
    }
  }

  private List<String> missing(List<String> names) {
    List<String> missing = new ArrayList<>();
    DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(names, options).topicNameValues();
    for (String name : names) {
      try {
        topics.put(name, answers.get(name).get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          missing.add(name);
        } else if (e.getCause() instanceof TopicAuthorizationException) {
          topics.put(name, null);
        } else {
          throw new PreflightException(KafkaFailure.words(connection, e.getCause()));
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
    return missing;
  }

  private void requireRights() {
    List<String> lacking = new ArrayList<>();
    Set<String> read = new LinkedHashSet<>(telemetry());
    Set<String> written = new LinkedHashSet<>();
    for (Topic topic : catalogue().all()) {
      if (topic.direction() == Direction.OUT) {
        written.add(topic.name());
      } else if (topic.direction() == Direction.IN
          && !topic.name().equals(connection.topics().of("telemetry"))) {
        read.add(topic.name());
      }
    }
    if (connection.clock() == TimeSource.WALL) {
      written.addAll(telemetry()); // the ticks
    }
    read.stream()
        .filter(name -> !may(AclOperation.READ, name))
        .forEach(n -> lacking.add("READ on topic " + n));
    written.stream()
        .filter(name -> !may(AclOperation.WRITE, name))
        .forEach(n -> lacking.add("WRITE on topic " + n));
    if (!mayReadAsGroup()) {
      lacking.add("READ on group " + connection.job().name());
    }
    if (!lacking.isEmpty()) {
      throw new PreflightException(
          "Kafka at %s does not permit what the job must do: %s; ask its owner for these rights"
              .formatted(connection.bootstrapServers(), String.join(", ", lacking)));
    }
  }

  private boolean may(AclOperation operation, String topic) {
    TopicDescription description = topics.get(topic);
    return description != null && permits(description.authorizedOperations(), operation);
  }

  private boolean mayReadAsGroup() {
    String group = connection.job().name();
    DescribeConsumerGroupsOptions options =
        new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
    KafkaFuture<ConsumerGroupDescription> answer =
        admin.describeConsumerGroups(List.of(group), options).describedGroups().get(group);
    try {
      return permits(answer.get().authorizedOperations(), AclOperation.READ);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupAuthorizationException) {
        return false;
      }
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return true; // nobody has read yet
      }
      throw new PreflightException(KafkaFailure.words(connection, e.getCause()));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A broker without an authorizer may not say. */
  private static boolean permits(Set<AclOperation> operations, AclOperation operation) {
    return operations == null || operations.contains(operation);
  }

  private static void requireRegistry(Connection connection) {
    if (connection.registry().isEmpty()) {
      return;
    }
    try {
      for (Topic topic : Topics.withPrefix("").all()) {
        if (topic.direction() == Direction.OUT) {
          CodecSupplier.of(topic.record(), topic.name(), connection).prepared();
        }
      }
    } catch (RegistryException e) {
      throw new PreflightException(e.getMessage());
    }
  }

  private Topics catalogue() {
    return Topics.withPrefix(connection.topics().prefix());
  }

  private List<String> telemetry() {
    return connection.topics().telemetry().stream().map(TelemetryTopic::name).toList();
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new PreflightException(KafkaFailure.words(connection, e.getCause()));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static PreflightException interrupted() {
    Thread.currentThread().interrupt();
    return new PreflightException("interrupted");
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
