package dev.prunella.app.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedKafkaTest {

  private static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  @BeforeAll
  static void start() {
    KAFKA.start();
  }

  @AfterAll
  static void stop() {
    KAFKA.close();
  }

  @Test
  void keepsRecordsOfTwentyMegabytesWithTimestampsOfLongAgoAndOfTheFuture() throws Exception {
    try (Admin admin = Admin.create(clients())) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    long longAgo = Instant.parse("2014-04-01T00:00:00Z").toEpochMilli();
    long future = Instant.now().plus(Duration.ofDays(400)).toEpochMilli();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(producing(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("kept", 0, longAgo, null, new byte[20_000_000])).get();
      producer.send(new ProducerRecord<>("kept", 0, future, null, new byte[1])).get();
    }

    assertEquals(List.of(longAgo, future), timestamps("kept"));
  }

  @Test
  void createsNoTopicThatNobodyAskedFor() {
    try (Admin admin = Admin.create(clients())) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> admin.describeTopics(List.of("missing")).allTopicNames().get());
      assertInstanceOf(UnknownTopicOrPartitionException.class, refused.getCause());
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(producing(), new ByteArraySerializer(), new ByteArraySerializer())) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> producer.send(new ProducerRecord<>("missing", new byte[1])).get());
      assertInstanceOf(TimeoutException.class, refused.getCause());
    }
  }

  @Test
  void runsBesideAnotherBrokerOnPortsOfItsOwn() {
    try (EmbeddedKafka other = new EmbeddedKafka()) {
      String address = other.start();

      assertEquals(address, other.bootstrapServers());
      assertThrows(IllegalStateException.class, other::start);
    }
  }

  @Test
  void shouldComeBackWithItsTopicsAndItsIdentity(@TempDir Path folder) throws Exception {
    int[] ports = freePorts();
    String id;
    try (EmbeddedKafka broker = new EmbeddedKafka(folder, ports[0], ports[1])) {
      assertEquals("localhost:" + ports[0], broker.start());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic("stays", 1, (short) 1))).all().get();
        id = admin.describeCluster().clusterId().get();
      }
    }
    try (EmbeddedKafka broker = new EmbeddedKafka(folder, ports[0], ports[1])) {
      broker.start();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        assertEquals(Set.of("stays"), admin.listTopics().names().get());
        assertEquals(id, admin.describeCluster().clusterId().get());
      }
    }
  }

  @Test
  void goesOnAfterAStopAtTheSameAddressWithTheSameRecords() throws Exception {
    try (EmbeddedKafka other = new EmbeddedKafka()) {
      String address = other.start();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
        admin.createTopics(List.of(new NewTopic("before", 1, (short) 1))).all().get();
        other.stop();
        assertThrows(IllegalStateException.class, other::bootstrapServers);

        assertEquals(address, other.start());
        assertEquals(Set.of("before"), admin.listTopics().names().get());
      }
    }
  }

  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket two = new ServerSocket(0)) {
      return new int[] {one.getLocalPort(), two.getLocalPort()};
    }
  }

  private static List<Long> timestamps(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(clients(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<Long> timestamps = new ArrayList<>();
      while (timestamps.size() < 2) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          timestamps.add(record.timestamp());
        }
      }
      return timestamps;
    }
  }

  private static Map<String, Object> clients() {
    return Map.of("bootstrap.servers", KAFKA.bootstrapServers());
  }

  private static Map<String, Object> producing() {
    return Map.of(
        "bootstrap.servers",
        KAFKA.bootstrapServers(),
        "max.request.size",
        25_000_000,
        "max.block.ms",
        2_000);
  }
}
