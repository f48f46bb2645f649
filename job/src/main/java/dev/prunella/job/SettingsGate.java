package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds time back until the settings are read to where they ended when the job (re)started; from
 * then on it never holds it back again. As nothing is decided before time moves, nothing is decided
 * on half the settings. Parallelism 1.
 */
final class SettingsGate extends AbstractStreamOperator<RawRecord>
    implements OneInputStreamOperator<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  /** A partition and the offset of the last record of it that passed. */
  public record Passed(int partition, long offset) {}

  private final String topic;
  private final HashMap<String, Object> client;
  private transient ListState<Passed> state;
  private transient Map<Integer, Long> passed;
  private transient Map<Integer, Long>
      awaited; // partition -> offset of its last record; empty: open

  SettingsGate(String topic, Map<String, Object> client) {
    this.topic = topic;
    this.client = new HashMap<>(client);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("passed", TypeInformation.of(Passed.class)));
    passed = new HashMap<>();
    for (Passed one : state.get()) {
      passed.put(one.partition(), one.offset());
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    state.clear();
    for (Map.Entry<Integer, Long> one : passed.entrySet()) {
      state.add(new Passed(one.getKey(), one.getValue()));
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    awaited = lastRecords();
    awaited.entrySet().removeIf(end -> passed.getOrDefault(end.getKey(), -1L) >= end.getValue());
    openIfRead();
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord record = element.getValue();
    output.collect(element);
    passed.put(record.partition(), record.offset());
    Long last = awaited.get(record.partition());
    if (last != null && record.offset() >= last) {
      awaited.remove(record.partition());
      openIfRead();
    }
  }

  @Override
  public void processWatermark(Watermark mark) {
    // the settings have no time of their own
  }

  private void openIfRead() {
    if (awaited.isEmpty()) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }

  private Map<Integer, Long> lastRecords() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(client)) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .forEach(
              partition -> {
                TopicPartition key = new TopicPartition(topic, partition.partition());
                ends.put(key, OffsetSpec.latest());
                beginnings.put(key, OffsetSpec.earliest());
              });
      Map<TopicPartition, ListOffsetsResultInfo> begin = admin.listOffsets(beginnings).all().get();
      Map<Integer, Long> last = new HashMap<>();
      admin
          .listOffsets(ends)
          .all()
          .get()
          .forEach(
              (partition, end) -> {
                if (end.offset() > begin.get(partition).offset()) {
                  last.put(partition.partition(), end.offset() - 1);
                }
              });
      return last;
    }
  }
}
