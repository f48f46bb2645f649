package dev.prunella.job;

import static dev.prunella.job.Samples.millis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.job.serde.RawRecord;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TickSinkTest {

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          new Cluster(
              "test",
              List.of(),
              List.of(partition("a", 0), partition("a", 1), partition("b", 0)),
              Set.of(),
              Set.of()),
          false, // nothing is acknowledged
          null,
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final TickSink.Writer sink = new TickSink.Writer(List.of("a", "b"), producer);

  @Test
  void shouldTellEachPartitionTheTime() {
    sink.write(millis(3), null);

    assertEquals(
        List.of("a-0", "a-1", "b-0"),
        producer.history().stream().map(r -> r.topic() + "-" + r.partition()).toList());
    for (ProducerRecord<byte[], byte[]> record : producer.history()) {
      assertEquals(millis(3), record.timestamp());
      assertTrue(Clock.is(new RawRecord(record.topic(), 0, 0, 0, record.key(), record.value())));
    }
  }

  @Test
  void shouldGoOnOnceTheBrokersAreBack() {
    producer.partitionsForException = new TimeoutException("away");
    sink.write(millis(3), null);
    producer.partitionsForException = null;

    sink.write(millis(4), null);

    assertEquals(3, producer.history().size());
  }

  @Test
  void shouldNotLetACheckpointWaitForABrokerThatDoesNotAnswer() {
    sink.write(millis(3), null);

    sink.flush(false);

    assertFalse(producer.flushed());
  }

  private static PartitionInfo partition(String topic, int partition) {
    return new PartitionInfo(topic, partition, Node.noNode(), new Node[0], new Node[0]);
  }
}
