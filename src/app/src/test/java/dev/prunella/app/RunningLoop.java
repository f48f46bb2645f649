package dev.prunella.app;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker with every topic, and the job running against it by the wall clock. */
final class RunningLoop implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedKafka kafka = new EmbeddedKafka();
  private final StateFolder state = StateFolder.temporary();
  private final Connection connection;
  private final KafkaProducer<byte[], byte[]> producer;
  private LocalJob job;

  RunningLoop(Map<String, String> overrides) throws Exception {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("connection.brokers", kafka.start());
    all.put("connection.topics.telemetry", "[{name: telemetry, out_of_order: 0s}]");
    all.put("connection.job.checkpoint_interval", "1s");
    connection = Configuration.load(all).connection();
    try (Cluster cluster = Cluster.connect(connection)) {
      TopicState.create(Topics.withPrefix("").all(), cluster);
    }
    Map<String, Object> client = connection.clientProperties();
    client.put("max.request.size", 25 << 20);
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Starts the job, from where it was when it was stopped. When it returns, time moves; so the
   * settings published before are known to every part of the job.
   */
  RunningLoop start() throws Exception {
    Instant before = time();
    job = LocalJob.start(connection, 1, state, LocalJob.NO_WEB);
    await("time moves", view -> view.time().isAfter(before));
    return this;
  }

  private Instant time() throws Exception {
    try (LoopView view = new LoopView(connection)) {
      view.pollToEnd();
      return view.time();
    }
  }

  void stop() throws Exception {
    job.flush();
    job.close();
  }

  Connection connection() {
    return connection;
  }

  /** Publishes the fleets of a configuration. */
  void publish(Configuration configuration) {
    try (Cluster cluster = Cluster.connect(connection)) {
      new SettingsTopic(cluster, connection)
          .write(
              SettingsChange.between(
                  Map.of(), configuration.settings(Instant.now()), configuration.fleets(), false));
    }
  }

  void send(String topic, String key, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
  }

  void send(Telemetry telemetry) throws Exception {
    RecordCodec<Telemetry> codec = new SingleObjectCodec<>(Telemetry.class);
    send("telemetry", telemetry.getFleet() + "/" + telemetry.getStage(), codec.encode(telemetry));
  }

  static Telemetry measurement(String stage, Instant at, String metric, double value) {
    return Telemetry.newBuilder()
        .setStage(stage)
        .setAt(at)
        .setKind(TelemetryKind.MEASUREMENT)
        .setMetric(metric)
        .setValue(value)
        .build();
  }

  /** What is waited for; it may do something about it at each look. */
  interface Condition {
    boolean isFulfilled(LoopView view) throws Exception;
  }

  /** Waits until what the job has said fulfils a condition, and returns it. */
  LoopView await(String what, Condition condition) {
    LoopView view = new LoopView(connection);
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .until(
              () -> {
                job.requireRunning();
                view.poll(Duration.ofMillis(200));
                return condition.isFulfilled(view);
              });
      return view;
    } finally {
      view.close();
    }
  }

  /** Every record of a topic. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() throws Exception {
    if (job != null) {
      job.close();
    }
    producer.close(Duration.ZERO);
    kafka.close();
    state.close();
  }
}
