package dev.prunella.app.bench;

import dev.prunella.job.Clock;
import dev.prunella.job.Yardstick;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Topic;
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
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One of the two jobs, with topics and a time of its own: what goes in, and what comes out and
 * when, by the clock of the broker. Not thread-safe.
 */
final class Lane implements AutoCloseable {

  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(50);

  /** In milliseconds; a round is written in one transaction, and may take minutes to write. */
  private static final int LONGEST_TRANSACTION = 900_000;

  private final String name;
  private final Connection connection;
  private final String telemetry;
  private final RecordCodec<Telemetry> codec = new SingleObjectCodec<>(Telemetry.class);
  private final KafkaProducer<byte[], byte[]> batch;
  private final KafkaProducer<byte[], byte[]> live;
  private final KafkaConsumer<byte[], byte[]> heartbeats;
  private final NavigableMap<Instant, Long> beats = new TreeMap<>(); // when time came to what
  private Instant now = Facts.START;
  private Flink flink;
  private JobID job;

  /** Makes the topics, and publishes the settings. */
  Lane(String name, String brokers, Plan plan, List<Settings> settings) throws Exception {
    this.name = name;
    this.connection = connection(name, brokers, plan.seed());
    this.telemetry = connection.topics().of("telemetry");
    createTopics();
    batch = producer(Map.of("transactional.id", name, "linger.ms", 20, "batch.size", 1 << 17));
    batch.initTransactions();
    live = producer(Map.of("linger.ms", 1));
    heartbeats = consumer(connection.topics().of("heartbeat"));
    publish(settings);
  }

  private static Connection connection(String name, String brokers, long seed) {
    Map<String, String> settings = new HashMap<>();
    settings.put("connection.brokers", brokers);
    settings.put("connection.clock", "records");
    settings.put("connection.topics.prefix", name + "-");
    settings.put(
        "connection.topics.telemetry", "[{name: %s-telemetry, out_of_order: 0s}]".formatted(name));
    settings.put("connection.job.name", name);
    settings.put("connection.job.seed", Long.toString(seed));
    settings.put("connection.job.checkpoint_interval", "1d"); // by hand, when it is measured
    return Configuration.load(settings).connection();
  }

  private void createTopics() throws InterruptedException, ExecutionException {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topics.withPrefix(connection.topics().prefix()).all()) {
      topics.add(topic(topic.name(), topic.name().equals(telemetry)));
    }
    topics.add(topic(connection.topics().of(Yardstick.SIGNALS), false));
    try (Admin admin = Admin.create(connection.clientProperties())) {
      admin.createTopics(topics).all().get();
    }
  }

  /** Telemetry brings its time; of all else the broker says when it came. */
  private static NewTopic topic(String name, boolean telemetry) {
    return new NewTopic(name, telemetry ? PARTITIONS : 1, (short) 1)
        .configs(Map.of("message.timestamp.type", telemetry ? "CreateTime" : "LogAppendTime"));
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
    Map<String, Object> all = connection.clientProperties();
    all.put("transaction.timeout.ms", LONGEST_TRANSACTION);
    all.putAll(properties);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private KafkaConsumer<byte[], byte[]> consumer(String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }

  private void publish(List<Settings> settings) throws InterruptedException, ExecutionException {
    RecordCodec<Settings> writer =
        CodecSupplier.of(Settings.class, "settings", connection).writer();
    for (Settings part : settings) {
      byte[] key = bytes(part.getFleet() + "/" + part.getPart());
      Future<RecordMetadata> written =
          live.send(
              new ProducerRecord<>(connection.topics().of("settings"), key, writer.encode(part)));
      if (part == settings.get(0)) {
        written.get(); // the topic is new: once it takes one record it takes the rest in order
      }
    }
    live.flush();
  }

  String name() {
    return name;
  }

  Connection connection() {
    return connection;
  }

  /** From now on this job reads and writes here. */
  void isRunBy(Flink cluster, JobID id) {
    flink = cluster;
    job = id;
  }

  JobID job() {
    return job;
  }

  /** The time that was last written. */
  Instant now() {
    return now;
  }

  /** What is written from here on is seen by the job all at once, by {@link #release}. */
  void hold() {
    batch.beginTransaction();
  }

  /** Writes telemetry that is held. */
  void sendHeld(Telemetry record) {
    batch.send(record(record));
  }

  /** Writes the time, which is held. */
  void tickHeld(Instant time) {
    now = time;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      batch.send(Clock.record(telemetry, partition, time));
    }
  }

  /** Everything is written but not seen. */
  void flushHeld() {
    batch.flush();
  }

  /** What was held is seen. */
  void release() {
    batch.commitTransaction();
  }

  /** Writes telemetry. */
  void send(Telemetry record) {
    live.send(record(record));
  }

  /** Writes the time. */
  void tick(Instant time) {
    now = time;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      live.send(Clock.record(telemetry, partition, time));
    }
    live.flush();
  }

  private ProducerRecord<byte[], byte[]> record(Telemetry record) {
    byte[] key = bytes(record.getFleet() + "/" + record.getStage());
    return new ProducerRecord<>(telemetry, key, codec.encode(record));
  }

  /**
   * Waits until the job's time has come to {@code time}, and says when that was, in milliseconds.
   */
  long await(Instant time) throws Exception {
    RecordCodec<Heartbeat> reader =
        CodecSupplier.of(Heartbeat.class, "heartbeat", connection).reader();
    Instant reached = time.minusMillis(1); // a clock record says that all before it is there
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (beats.ceilingEntry(reached) == null) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the time of job %s did not come to %s within %s".formatted(name, time, PATIENCE));
      }
      for (ConsumerRecord<byte[], byte[]> record : heartbeats.poll(POLL)) {
        beats.putIfAbsent(reader.decode(record.value()).getAt(), record.timestamp());
      }
      flink.requireRunning(job);
    }
    return beats.ceilingEntry(reached).getValue();
  }

  /** Every failure that was signalled: its stage, and when. */
  void signals(BiConsumer<String, Long> each) throws MalformedRecordException {
    read(Yardstick.SIGNALS, Signal.class, (signal, at) -> each.accept(signal.getStage(), at));
  }

  /** Every command: the stage, and when. */
  void commands(BiConsumer<String, Long> each) throws MalformedRecordException {
    read("commands", Command.class, (command, at) -> each.accept(command.getStage(), at));
  }

  /** How many incidents there were. */
  int incidents() throws MalformedRecordException {
    int[] count = {0};
    read("incidents", Incident.class, (i, at) -> count[0] += i.getVersion() == 1 ? 1 : 0);
    return count[0];
  }

  private <T extends SpecificRecord> void read(
      String topic, Class<T> type, BiConsumer<T, Long> each) throws MalformedRecordException {
    RecordCodec<T> reader = CodecSupplier.of(type, topic, connection).reader();
    TopicPartition partition = new TopicPartition(connection.topics().of(topic), 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(partition.topic())) {
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          each.accept(reader.decode(record.value()), record.timestamp());
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    batch.close(Duration.ZERO);
    live.close(Duration.ZERO);
    heartbeats.close();
  }
}
