package dev.prunella.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = Topics.withPrefix("");

  @Test
  void shouldHoldEveryTopicOfTheDesign() {
    assertEquals(
        "telemetry, schema-events, settings, orders, outcomes, commands, incidents, decisions,"
            + " policy, heartbeat, fence, dead-letters",
        String.join(", ", topics.all().stream().map(Topic::name).toList()));
  }

  @Test
  void shouldPutThePrefixBeforeEveryName() {
    Topics prefixed = Topics.withPrefix("prod.");
    assertEquals("prod.telemetry", prefixed.byName("telemetry").name());
    assertTrue(prefixed.all().stream().allMatch(topic -> topic.name().startsWith("prod.")));
  }

  @Test
  void shouldNameTheKnownTopicsWhenOneIsNotKnown() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> topics.byName("telemtry"));
    assertTrue(e.getMessage().contains("'telemtry'"), e.getMessage());
    assertTrue(e.getMessage().contains("dead-letters"), e.getMessage());
  }

  @Test
  void shouldRefuseAPrefixThatKafkaWouldRefuse() {
    assertThrows(IllegalArgumentException.class, () -> Topics.withPrefix("my topics/"));
  }

  /** An executor that owns a partition of commands reads the same one of outcomes and fence. */
  @Test
  void shouldPartitionAlikeWhatIsKeyedByTarget() {
    int commands = topics.byName("commands").partitions();
    assertEquals(commands, topics.byName("outcomes").partitions());
    assertEquals(commands, topics.byName("fence").partitions());
  }

  @Test
  void shouldLetRecordsOf20MegabytesInSoThatTheyCanBeRefused() {
    for (Topic topic : topics.all()) {
      if (topic.direction() == Topic.Direction.IN) {
        assertTrue(topic.maxMessageBytes() > 20 << 20, topic.name());
      }
    }
  }

  @Test
  void shouldSayItsConfigurationInTheWordsOfKafka() {
    assertEquals("604800000", topics.byName("telemetry").configuration().get("retention.ms"));
    assertEquals("delete", topics.byName("telemetry").configuration().get("cleanup.policy"));
    assertEquals("-1", topics.byName("settings").configuration().get("retention.ms"));
    assertEquals("compact", topics.byName("settings").configuration().get("cleanup.policy"));
    assertEquals("26214400", topics.byName("settings").configuration().get("max.message.bytes"));
    assertEquals(
        "LogAppendTime", topics.byName("decisions").configuration().get("message.timestamp.type"));
    assertEquals(
        "CreateTime",
        topics.byName("telemetry").configuration().get("message.timestamp.type"),
        "the time of clock records is their timestamp");
  }
}
