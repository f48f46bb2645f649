package dev.prunella.app;

import dev.prunella.job.KafkaFailure;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A Kafka cluster as the verbs see it: whatever it refuses is a {@link Failure} that says what to
 * do. Waits for an answer for at most ten seconds.
 */
final class Cluster implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Connection connection;
  private final Admin admin;

  private Cluster(Connection connection, Admin admin) {
    this.connection = connection;
    this.admin = admin;
  }

  /**
   * Connects.
   *
   * @throws Failure if no broker answers, or refuses
   */
  static Cluster connect(Connection connection) {
    try {
      Cluster cluster = new Cluster(connection, Admin.create(properties(connection)));
      try {
        cluster.get(cluster.admin.describeCluster().nodes());
      } catch (Failure e) {
        cluster.close();
        throw e;
      }
      return cluster;
    } catch (KafkaException e) {
      throw failure(connection, e);
    }
  }

  /** The brokers' addresses, for messages. */
  String address() {
    return connection.bootstrapServers();
  }

  Admin admin() {
    return admin;
  }

  /** Waits for an answer of the cluster. */
  <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = properties(connection);
    properties.put("enable.auto.commit", false);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Writes records in their order, and returns once every one is acknowledged by all replicas.
   *
   * @throws Failure if one is not
   */
  void write(List<ProducerRecord<String, byte[]>> records) {
    try (KafkaProducer<String, byte[]> producer = producer()) {
      List<Future<?>> acknowledgements = new ArrayList<>();
      for (ProducerRecord<String, byte[]> record : records) {
        acknowledgements.add(producer.send(record));
      }
      producer.flush();
      for (Future<?> acknowledgement : acknowledgements) {
        acknowledgement.get();
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private KafkaProducer<String, byte[]> producer() {
    Map<String, Object> properties = properties(connection);
    properties.put("acks", "all");
    properties.putIfAbsent("max.block.ms", PATIENCE_MILLIS);
    properties.putIfAbsent("delivery.timeout.ms", PATIENCE_MILLIS);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** What to tell people of an exception of a Kafka client. */
  Failure failure(Throwable thrown) {
    return failure(connection, thrown);
  }

  /** The verb was asked to stop while it waited. */
  static Failure interrupted() {
    Thread.currentThread().interrupt();
    return Failure.failed("interrupted");
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private static Map<String, Object> properties(Connection connection) {
    Map<String, Object> properties = new HashMap<>(connection.clientProperties());
    properties.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
    properties.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS / 2);
    return properties;
  }

  static Failure failure(Connection connection, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return failure;
      }
    }
    return Failure.failed(KafkaFailure.words(connection, thrown));
  }
}
