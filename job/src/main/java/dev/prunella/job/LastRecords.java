package dev.prunella.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.function.SerializableSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Offset of the last record in each partition of a small topic. It is found by reading the topic: a
 * partition may end in what no reader is handed, such as the marks of a transaction or the gaps
 * that compaction leaves, and who waits for the record before its end waits forever.
 */
final class LastRecords implements SerializableSupplier<Map<Integer, Long>> {
  private static final long serialVersionUID = 1L;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String topic;
  private final HashMap<String, Object> client;

  /** Of a topic by its full name, with the properties of a Kafka client. */
  LastRecords(String topic, Map<String, Object> client) {
    this.topic = topic;
    this.client = new HashMap<>(client);
    this.client.put("allow.auto.create.topics", false);
    this.client.put("isolation.level", "read_committed"); // as the job itself reads it
  }

  /**
   * By partition, without those that hold no record.
   *
   * @throws IllegalStateException if there is no such topic, or it cannot be read
   */
  @Override
  public Map<Integer, Long> get() {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(client, bytes, bytes)) {
      return read(consumer);
    } catch (InterruptException e) {
      throw e; // the job is being stopped
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "The topic '%s' at %s cannot be read to its end, and without the settings nothing may be decided: %s"
              .formatted(topic, client.get("bootstrap.servers"), e.getMessage()),
          e);
    }
  }

  Map<Integer, Long> read(Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new IllegalStateException(
          "There is no topic '%s' at %s; make it with './prunella topics create'."
              .formatted(topic, client.get("bootstrap.servers")));
    }
    List<TopicPartition> partitions =
        known.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<Integer, Long> last = new HashMap<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("the brokers stopped answering");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < ends.get(new TopicPartition(topic, record.partition()))) {
          last.put(record.partition(), record.offset());
        }
      }
    }
    return last;
  }
}
