package dev.prunella.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;

/** The catalogue of topics, read from the resource {@code topics.json}. Immutable. */
public final class Topics {

  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

  private final Map<String, Topic> byName;

  private Topics(Map<String, Topic> byName) {
    this.byName = byName;
  }

  /**
   * The catalogue with every topic's name behind a prefix.
   *
   * @param prefix such as {@code prod.}; empty for none
   * @throws IllegalArgumentException if Kafka would refuse the names
   */
  public static Topics withPrefix(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "The topic prefix is '"
              + prefix
              + "', expected up to 200 letters, digits, dots, underscores and hyphens");
    }
    Map<String, Topic> topics = new LinkedHashMap<>();
    for (JsonNode topic : catalogue().get("topics")) {
      topics.put(topic.get("name").textValue(), topic(topic, prefix));
    }
    return new Topics(Collections.unmodifiableMap(topics));
  }

  /** Every topic, in the order of the catalogue. */
  public List<Topic> all() {
    return new ArrayList<>(byName.values());
  }

  /**
   * One topic.
   *
   * @param name its name in the catalogue, without prefix
   * @throws IllegalArgumentException if the catalogue has none of that name
   */
  public Topic byName(String name) {
    Topic topic = byName.get(name);
    if (topic == null) {
      throw new IllegalArgumentException(
          "There is no topic '" + name + "'; known topics: " + String.join(", ", byName.keySet()));
    }
    return topic;
  }

  private static JsonNode catalogue() {
    try (InputStream in = Topics.class.getResourceAsStream("/topics.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read topics.json", e);
    }
  }

  private static Topic topic(JsonNode topic, String prefix) {
    return new Topic(
        prefix + topic.get("name").textValue(),
        recordClass(topic.get("record").textValue()),
        topic.get("key").textValue(),
        Topic.Direction.valueOf(topic.get("direction").textValue()),
        topic.get("partitions").intValue(),
        Topic.Cleanup.valueOf(topic.get("cleanup").textValue()),
        retention(topic.get("retention").textValue()),
        topic.get("maxMessageBytes").intValue(),
        topic.get("description").textValue());
  }

  private static Optional<Duration> retention(String text) {
    return text.equals("FOREVER") ? Optional.empty() : Optional.of(Duration.parse(text));
  }

  private static Class<? extends SpecificRecord> recordClass(String record) {
    String name = Topics.class.getPackageName() + "." + record;
    try {
      return Class.forName(name).asSubclass(SpecificRecord.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("topics.json names " + record + ", but no schema does", e);
    }
  }
}
