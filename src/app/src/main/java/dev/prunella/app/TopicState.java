package dev.prunella.app;

import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topic.Cleanup;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic of the catalogue as it is in a cluster.
 *
 * @param topic what the catalogue says
 * @param exists whether it is there
 * @param differences where it is other than the catalogue says, in words
 */
public record TopicState(Topic topic, boolean exists, List<String> differences) {

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * Creates those of the catalogue's topics that are missing, under the connection's prefix.
   *
   * @return their names
   * @throws RuntimeException with a line for people, if Kafka does not answer or refuses
   */
  public static List<String> createMissing(Connection connection) {
    List<Topic> topics = Topics.withPrefix(connection.topics().prefix()).all();
    try (Cluster cluster = Cluster.connect(connection)) {
      List<String> missing = missing(topics.stream().map(Topic::name).toList(), cluster);
      if (!missing.isEmpty()) {
        create(topics.stream().filter(topic -> missing.contains(topic.name())).toList(), cluster);
      }
      return missing;
    }
  }

  /** Asks the cluster about each topic. */
  static List<TopicState> of(List<Topic> topics, Cluster cluster) {
    Map<String, TopicDescription> found = existing(topics, cluster);
    Map<String, Config> configurations = configurations(found.keySet(), cluster);
    return topics.stream()
        .map(
            topic ->
                found.containsKey(topic.name())
                    ? new TopicState(
                        topic,
                        true,
                        differences(
                            topic, found.get(topic.name()), configurations.get(topic.name())))
                    : new TopicState(topic, false, List.of()))
        .toList();
  }

  /**
   * Creates the topics as the catalogue says, with the cluster's own replication factor. One that
   * somebody else creates at the same moment is left as it is. Returns once brokers know them.
   *
   * @throws Failure if the cluster refuses, or does not show them within ten seconds
   */
  static void create(List<Topic> topics, Cluster cluster) {
    List<NewTopic> orders =
        topics.stream()
            .map(
                topic ->
                    new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.configuration()))
            .toList();
    for (KafkaFuture<Void> created : cluster.admin().createTopics(orders).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw cluster.failure(e.getCause());
        }
      } catch (InterruptedException e) {
        throw Cluster.interrupted();
      }
    }
    awaitVisible(topics, cluster);
  }

  /** A broker that has not heard of a new topic yet would deny it to the next verb. */
  private static void awaitVisible(List<Topic> topics, Cluster cluster) {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (existing(topics, cluster).size() < topics.size()) {
      if (System.nanoTime() > deadline) {
        throw Failure.failed(
            "Kafka at " + cluster.address() + " took the new topics, but does not show them yet");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Those of the names that no topic in the cluster has. */
  static List<String> missing(List<String> names, Cluster cluster) {
    Map<String, TopicDescription> found = named(names, cluster);
    return names.stream().filter(name -> !found.containsKey(name)).toList();
  }

  private static Map<String, TopicDescription> existing(List<Topic> topics, Cluster cluster) {
    return named(topics.stream().map(Topic::name).toList(), cluster);
  }

  private static Map<String, TopicDescription> named(List<String> names, Cluster cluster) {
    Map<String, TopicDescription> found = new LinkedHashMap<>();
    cluster
        .admin()
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, description) -> {
              try {
                found.put(name, description.get());
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw cluster.failure(e.getCause());
                }
              } catch (InterruptedException e) {
                throw Cluster.interrupted();
              }
            });
    return found;
  }

  private static Map<String, Config> configurations(Iterable<String> names, Cluster cluster) {
    List<ConfigResource> resources = new ArrayList<>();
    names.forEach(name -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name)));
    Map<String, Config> configurations = new HashMap<>();
    cluster
        .get(cluster.admin().describeConfigs(resources).all())
        .forEach((resource, config) -> configurations.put(resource.name(), config));
    return configurations;
  }

  private static List<String> differences(Topic topic, TopicDescription found, Config config) {
    List<String> differences = new ArrayList<>();
    if (found.partitions().size() != topic.partitions()) {
      differences.add(
          "%d partitions instead of %d".formatted(found.partitions().size(), topic.partitions()));
    }
    Map<String, String> wanted = topic.configuration();
    compare("cleanup.policy", wanted, config, differences);
    compare("message.timestamp.type", wanted, config, differences);
    if (topic.cleanup() == Cleanup.DELETE) {
      compare("retention.ms", wanted, config, differences);
    }
    // Larger records than the catalogue's do no harm.
    if (Long.parseLong(value(config, "max.message.bytes")) < topic.maxMessageBytes()) {
      compare("max.message.bytes", wanted, config, differences);
    }
    return differences;
  }

  private static void compare(
      String name, Map<String, String> wanted, Config config, List<String> differences) {
    String is = value(config, name);
    if (!is.equals(wanted.get(name))) {
      differences.add("%s %s instead of %s".formatted(name, is, wanted.get(name)));
    }
  }

  private static String value(Config config, String name) {
    return config.get(name).value();
  }
}
