package dev.prunella.app;

import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes a Kafka ready for a simulated fleet. */
public final class FleetSetup {

  private FleetSetup() {}

  /**
   * Creates every topic, to be kept for good: simulated time is not that of the wall clock.
   *
   * @param partitions of the telemetry topic; of the others one each
   */
  public static void createTopics(Connection connection, int partitions) {
    String telemetry = connection.topics().of("telemetry");
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topics.withPrefix(connection.topics().prefix()).all()) {
      Map<String, String> configuration = new HashMap<>(topic.configuration());
      configuration.put("retention.ms", "-1");
      int count = topic.name().equals(telemetry) ? partitions : 1;
      topics.add(new NewTopic(topic.name(), count, (short) 1).configs(configuration));
    }
    try (Cluster cluster = Cluster.connect(connection)) {
      cluster.get(cluster.admin().createTopics(topics).all());
    }
  }

  /** Publishes settings; returns once they are acknowledged. */
  public static void publish(Connection connection, List<Settings> documents) {
    Set<String> fleets = documents.stream().map(Settings::getFleet).collect(Collectors.toSet());
    try (Cluster cluster = Cluster.connect(connection)) {
      new SettingsTopic(cluster, connection)
          .write(SettingsChange.between(Map.of(), documents, fleets, false));
    }
  }
}
