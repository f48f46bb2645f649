package dev.prunella.job;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each tick as a clock record to every partition of the telemetry topics. A lost tick does
 * no harm: the next one says more.
 */
final class TickSink implements Sink<Long> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(TickSink.class);

  private final List<String> topics;
  private final HashMap<String, Object> client;

  TickSink(List<String> topics, Map<String, Object> client) {
    this.topics = List.copyOf(topics);
    this.client = new HashMap<>(client);
    this.client.put("max.block.ms", "1000"); // while the broker is away, checkpoints must not wait
  }

  @Override
  public SinkWriter<Long> createWriter(WriterInitContext context) {
    return new Writer(
        topics, new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  static final class Writer implements SinkWriter<Long> {
    private final List<String> topics;
    private final Producer<byte[], byte[]> producer;
    private volatile boolean failing; // said once, until it works again

    Writer(List<String> topics, Producer<byte[], byte[]> producer) {
      this.topics = topics;
      this.producer = producer;
    }

    @Override
    public void write(Long time, Context context) {
      try {
        for (String topic : topics) {
          for (PartitionInfo partition : producer.partitionsFor(topic)) {
            producer.send(
                Clock.record(topic, partition.partition(), Instant.ofEpochMilli(time)),
                (written, failure) -> told(failure));
          }
        }
      } catch (TimeoutException e) {
        told(e);
      }
    }

    private void told(Exception failure) {
      if (failure != null && !failing) {
        LOG.warn("Time stands still: no clock record reaches the telemetry topics.", failure);
      } else if (failure == null && failing) {
        LOG.info("Time goes on.");
      }
      failing = failure != null;
    }

    @Override
    public void flush(boolean endOfInput) {
      // a tick that has not left by now is followed by one that has
    }

    @Override
    public void close() {
      failing = true; // what the end cuts off is no news
      producer.close(Duration.ZERO);
    }
  }
}
