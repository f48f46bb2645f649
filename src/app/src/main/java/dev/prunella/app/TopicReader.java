package dev.prunella.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads all that a topic holds at one moment. */
final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Without a single record for so long, it is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TopicReader() {}

  /**
   * Reads from the topic's beginning to where it ends now; records of one partition in their order.
   *
   * @throws Failure if there is no such topic, or it cannot be read
   */
  static void read(Cluster cluster, String topic, Consumer<ConsumerRecord<String, byte[]>> taker) {
    List<TopicPartition> partitions = partitions(cluster, topic);
    try (KafkaConsumer<String, byte[]> consumer = cluster.consumer()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long moved = System.nanoTime();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          moved = System.nanoTime();
        } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
          throw new TimeoutException("the topic " + topic + " was not read to its end");
        }
        records.forEach(taker);
      }
    } catch (KafkaException e) {
      throw cluster.failure(e);
    }
  }

  /**
   * The topic's partitions.
   *
   * @throws Failure if there is no such topic
   */
  static List<TopicPartition> partitions(Cluster cluster, String topic) {
    try {
      TopicDescription found =
          cluster.admin().describeTopics(List.of(topic)).topicNameValues().get(topic).get();
      return found.partitions().stream()
          .map(p -> new TopicPartition(topic, p.partition()))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw Failure.failed(
            "there is no topic "
                + topic
                + " at "
                + cluster.address()
                + "; create it with ./prunella topics create, with the same --config and -D");
      }
      throw cluster.failure(e.getCause());
    } catch (InterruptedException e) {
      throw Cluster.interrupted();
    }
  }
}
