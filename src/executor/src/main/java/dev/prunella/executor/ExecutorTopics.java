package dev.prunella.executor;

import dev.prunella.monitor.Origin;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor's topics. Opening them takes over from whichever executor had them: its transaction
 * is ended, and it can write nothing any more. So what is read here is all that was ever written.
 * Not thread-safe.
 */
final class ExecutorTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorTopics.class);

  /** How long a topic is read to its end before the brokers count as unreachable. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(100);

  /** As {@link #POLL}, while actions are in hand whose ends are to be recorded soon. */
  private static final Duration SHORT_POLL = Duration.ofMillis(10);

  /** Commands that are read ahead; more stay with the broker. */
  private static final int MOST_WAITING = 1_000;

  /** Beats that are looked at for one of this job, at the start. */
  private static final int BEATS = 100;

  /** A record of the topic commands. */
  record Arrival(TopicPartition partition, long offset, byte[] value) {
    Origin origin() {
      return new Origin(partition.topic(), partition.partition(), offset);
    }
  }

  private final Connection connection;
  private final TargetFence fence;
  private final SettingsView settings;
  private final HeartbeatClock clock;
  private final LongSupplier nanoTime;
  private final RecordCodec<Fence> fences;
  private final RecordCodec<Heartbeat> beats;
  private final Map<String, RecordCodec<?>> writers = new HashMap<>();
  private final Map<String, String> contentTypes = new HashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Deque<Arrival> waiting = new ArrayDeque<>();
  private final Map<TopicPartition, Long> handled = new HashMap<>();
  private final List<TopicPartition> commandPartitions;
  private final List<TopicPartition> settingsPartitions;
  private boolean caughtUp;

  /** Connects, and reads settings, fences and the heartbeat to where they end now. */
  ExecutorTopics(
      Connection connection,
      TargetFence fence,
      SettingsView settings,
      HeartbeatClock clock,
      LongSupplier nanoTime) {
    this.connection = connection;
    this.fence = fence;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
    fences = CodecSupplier.of(Fence.class, "fence", connection).reader();
    beats = CodecSupplier.of(Heartbeat.class, "heartbeat", connection).reader();
    write(Fence.class, "fence");
    write(Outcome.class, "outcomes");
    write(DeadLetter.class, "dead-letters");
    producer = producer();
    consumer = consumer();
    try {
      // First of all: from here on nobody else of this name writes, and all is decided.
      producer.initTransactions();
      commandPartitions = partitions("commands");
      settingsPartitions = partitions("settings");
      catchUp();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Takes in what has come, waiting for a moment if nothing has.
   *
   * @param shortly whether the moment is to be a very short one
   */
  void poll(boolean shortly) {
    poll(shortly ? SHORT_POLL : POLL);
    if (waiting.size() < MOST_WAITING) {
      consumer.resume(commandPartitions);
    } else {
      consumer.pause(commandPartitions);
    }
  }

  /** Takes in every change of the settings that is there now. */
  void followSettings() {
    readToEnd(settingsPartitions);
  }

  /** The commands that have come and are not handled yet, the oldest first. */
  Deque<Arrival> waiting() {
    return waiting;
  }

  /** The first of those that wait has been handled; committed with the next step. */
  void handled(Arrival arrival) {
    handled.put(arrival.partition(), arrival.offset() + 1);
  }

  /**
   * Writes a step, and how far the commands are handled, all or nothing.
   *
   * @param committing is run when all is written and nothing committed
   */
  void write(Step step, Runnable committing) {
    try {
      transact(step, committing);
    } catch (KafkaException e) {
      abort(e);
      throw e;
    }
    handled.clear();
  }

  private void transact(Step step, Runnable committing) {
    producer.beginTransaction();
    step.fences().forEach(each -> send("fence", each.getTarget(), each));
    step.outcomes().forEach(each -> send("outcomes", each.getTarget(), each));
    step.deadLetters().forEach(each -> send("dead-letters", each.getTopic(), each));
    if (!handled.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      handled.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    }
    producer.flush();
    committing.run();
    producer.commitTransaction();
  }

  /** Only in aborting does Kafka tell whether somebody has taken over, or just the epoch is old. */
  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (ProducerFencedException e) {
      throw e;
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    // Without waiting: what is not committed is to be undone, by whoever comes next at the latest.
    producer.close(Duration.ZERO);
    consumer.close(Duration.ZERO);
  }

  private void catchUp() {
    List<TopicPartition> fencePartitions = partitions("fence");
    List<TopicPartition> beatPartitions = partitions("heartbeat");
    List<TopicPartition> all = new ArrayList<>();
    List.of(commandPartitions, settingsPartitions, fencePartitions, beatPartitions)
        .forEach(all::addAll);
    consumer.assign(all);
    consumer.seekToBeginning(settingsPartitions);
    consumer.seekToBeginning(fencePartitions);
    consumer
        .endOffsets(beatPartitions)
        .forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - BEATS)));
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(new HashSet<>(commandPartitions));
    for (TopicPartition partition : commandPartitions) {
      OffsetAndMetadata next = committed.get(partition);
      if (next == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, next.offset());
      }
    }
    consumer.pause(commandPartitions);
    List<TopicPartition> state = new ArrayList<>(settingsPartitions);
    state.addAll(fencePartitions);
    state.addAll(beatPartitions);
    readToEnd(state);
    caughtUp = true;
    consumer.resume(commandPartitions);
  }

  private void readToEnd(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long begun = nanoTime.getAsLong();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (nanoTime.getAsLong() - begun > PATIENCE.toNanos()) {
        throw new TimeoutException("the topics were not read to their ends");
      }
      poll(POLL);
    }
  }

  private void poll(Duration wait) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      switch (record.topic().substring(connection.topics().prefix().length())) {
        case "commands" ->
            waiting.add(
                new Arrival(
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    record.value()));
        case "settings" -> settings.take(record.key(), record.value());
        case "heartbeat" -> takeBeat(record);
        default -> takeFence(record);
      }
    }
  }

  private void takeBeat(ConsumerRecord<byte[], byte[]> record) {
    try {
      Heartbeat beat = beats.decode(record.value());
      if (!beat.getJob().equals(connection.job().name())) {
        return;
      }
      if (caughtUp) {
        clock.take(beat.getAt(), nanoTime.getAsLong());
      } else {
        clock.takeOld(beat.getAt());
      }
    } catch (MalformedRecordException e) {
      LOG.warn("a beat of the heartbeat cannot be read: {}", e.getMessage());
    }
  }

  private void takeFence(ConsumerRecord<byte[], byte[]> record) {
    String target = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      fence.forget(target);
      return;
    }
    try {
      Fence read = fences.decode(record.value());
      // What this process wrote itself it knows already, and perhaps more than that.
      if (!caughtUp || !fence.isOwn(read)) {
        fence.replay(read);
      }
    } catch (MalformedRecordException e) {
      LOG.error("the fence of {} cannot be read, so it is left alone: {}", target, e.getMessage());
      fence.unreadable(target);
    }
  }

  private <T extends SpecificRecord> void write(Class<T> type, String topic) {
    CodecSupplier<T> codecs = CodecSupplier.of(type, topic, connection);
    writers.put(topic, codecs.writer());
    contentTypes.put(topic, codecs.contentType());
  }

  private <T extends SpecificRecord> void send(String topic, String key, T record) {
    @SuppressWarnings("unchecked")
    RecordCodec<T> codec = (RecordCodec<T>) writers.get(topic);
    ProducerRecord<byte[], byte[]> out =
        new ProducerRecord<>(connection.topics().of(topic), bytes(key), codec.encode(record));
    out.headers().add("content-type", bytes(contentTypes.get(topic)));
    producer.send(out);
  }

  private List<TopicPartition> partitions(String topic) {
    String name = connection.topics().of(topic);
    return consumer.partitionsFor(name).stream()
        .map(partition -> new TopicPartition(name, partition.partition()))
        .toList();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = connection.clientProperties();
    // Of every name alike: two that both act on one topic would act twice on each command.
    properties.put("transactional.id", connection.topics().of("commands") + "-executor");
    properties.put("max.request.size", Topics.withPrefix("").byName("outcomes").maxMessageBytes());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("group.id", connection.executor().name());
    properties.put("enable.auto.commit", false);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
