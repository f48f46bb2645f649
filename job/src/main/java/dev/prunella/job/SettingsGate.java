package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.function.SerializableSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds time back until the settings are read to where they ended when the job (re)started; from
 * then on it never holds it back again. As nothing is decided before time moves, nothing is decided
 * on half the settings. Parallelism 1.
 */
final class SettingsGate extends AbstractStreamOperator<RawRecord>
    implements OneInputStreamOperator<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SettingsGate.class);

  /** A partition and the offset of the last record of it that passed. */
  public record Passed(int partition, long offset) {}

  private final SerializableSupplier<Map<Integer, Long>> lastRecords;
  private transient ListState<Passed> state;
  private transient Map<Integer, Long> passed;
  private transient Map<Integer, Long> awaited; // offset by partition; empty: open

  /**
   * @param lastRecords offset of the last record of each partition that has one; asked at each
   *     start
   */
  SettingsGate(SerializableSupplier<Map<Integer, Long>> lastRecords) {
    this.lastRecords = lastRecords;
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
    awaited = new HashMap<>(lastRecords.get());
    awaited.entrySet().removeIf(end -> passed.getOrDefault(end.getKey(), -1L) >= end.getValue());
    LOG.info("Time waits for the settings, offsets by partition: {}", awaited);
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

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // whether the settings are read does not depend on whether they change
  }

  private void openIfRead() {
    if (awaited.isEmpty()) {
      LOG.info("The settings are known: time may begin.");
      output.emitWatermark(new Watermark(Timeless.BEGINNING));
      output.emitWatermarkStatus(WatermarkStatus.IDLE);
    }
  }
}
