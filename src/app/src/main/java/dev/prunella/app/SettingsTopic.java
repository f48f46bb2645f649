package dev.prunella.app;

import dev.prunella.job.serde.CodecSupplier;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.RecordFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic settings: its newest document for each key, and the writing of others. */
final class SettingsTopic {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final String name;
  private final CodecSupplier<Settings> codecs;

  SettingsTopic(Cluster cluster, Connection connection) {
    this.cluster = cluster;
    this.name = connection.topics().of("settings");
    this.codecs =
        new CodecSupplier<>(Settings.class, name, RecordFormat.AVRO, connection.registry());
  }

  String name() {
    return name;
  }

  /**
   * What the topic holds now, by key; empty where the value cannot be read.
   *
   * @throws Failure if there is no such topic, or it cannot be read
   */
  Map<String, Optional<Settings>> read() {
    List<TopicPartition> partitions = partitions();
    Map<String, Optional<Settings>> newest = new TreeMap<>();
    RecordCodec<Settings> codec = codecs.reader();
    try (KafkaConsumer<String, byte[]> consumer = cluster.consumer()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("the topic " + name + " was not read to its end");
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          take(record, codec, newest);
        }
      }
      return newest;
    } catch (KafkaException e) {
      throw cluster.failure(e);
    }
  }

  /**
   * Writes changes in their order, and returns once every one is acknowledged by all replicas.
   *
   * @throws Failure if one is not
   */
  void write(List<SettingsChange> changes) {
    try (KafkaProducer<String, byte[]> producer = cluster.producer()) {
      RecordCodec<Settings> codec = codecs.writer();
      List<Future<?>> acknowledgements = new ArrayList<>();
      for (SettingsChange change : changes) {
        byte[] value = change.document().map(codec::encode).orElse(null);
        acknowledgements.add(producer.send(new ProducerRecord<>(name, change.key(), value)));
      }
      producer.flush();
      for (Future<?> acknowledgement : acknowledgements) {
        acknowledgement.get();
      }
    } catch (ExecutionException e) {
      throw cluster.failure(e.getCause());
    } catch (InterruptedException e) {
      throw Cluster.interrupted();
    } catch (KafkaException e) {
      throw cluster.failure(e);
    }
  }

  private static void take(
      ConsumerRecord<String, byte[]> record,
      RecordCodec<Settings> codec,
      Map<String, Optional<Settings>> newest) {
    if (record.key() == null) {
      return;
    }
    if (record.value() == null) {
      newest.remove(record.key());
      return;
    }
    try {
      newest.put(record.key(), Optional.of(codec.decode(record.value())));
    } catch (MalformedRecordException e) {
      newest.put(record.key(), Optional.empty());
    }
  }

  private List<TopicPartition> partitions() {
    try {
      TopicDescription topic =
          cluster.admin().describeTopics(List.of(name)).topicNameValues().get(name).get();
      return topic.partitions().stream().map(p -> new TopicPartition(name, p.partition())).toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw Failure.failed(
            "there is no topic "
                + name
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
