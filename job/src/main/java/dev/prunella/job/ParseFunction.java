package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.monitor.Check;
import dev.prunella.monitor.Intake;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.settings.Connection.TimeSource;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Bytes to records that can be trusted; what cannot be read goes to the side output {@link #DEAD}.
 */
final class ParseFunction<T extends SpecificRecord> extends ProcessFunction<RawRecord, T> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<DeadLetter> DEAD =
      new OutputTag<>("dead-letters", RecordTypeInfo.ofRecord(DeadLetter.class));

  /** A check that can be sent to a task manager. */
  interface SerializableCheck<T> extends Check<T>, Serializable {}

  /**
   * What a record without a value says by its key; null if nothing, and then it is a dead letter.
   */
  interface Tombstone<T> extends Serializable {
    T read(byte[] key, Instant at);
  }

  private final CodecSupplier<T> codecs;
  private final SerializableCheck<T> check;
  private final Tombstone<T> tombstone;
  private final boolean carriesClock;
  private final TimeSource clock;
  private final Duration tolerance;
  private transient Intake<T> intake;
  private transient long recordTime;
  private transient Counter refused;

  /**
   * @param carriesClock whether clock records go the way of these records
   */
  ParseFunction(
      CodecSupplier<T> codecs,
      SerializableCheck<T> check,
      Tombstone<T> tombstone,
      boolean carriesClock,
      TimeSource clock,
      Duration futureTolerance) {
    this.codecs = codecs;
    this.check = check;
    this.tombstone = tombstone;
    this.carriesClock = carriesClock;
    this.clock = clock;
    this.tolerance = futureTolerance;
  }

  @Override
  public void open(OpenContext context) {
    intake = new Intake<>(codecs.reader(), check);
    recordTime = Long.MIN_VALUE;
    refused = getRuntimeContext().getMetricGroup().counter("dead_letters_total");
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<T> out) {
    if (carriesClock && Clock.is(raw) && isTime(raw, context)) {
      recordTime = Math.max(recordTime, raw.timestamp());
      return;
    }
    if (raw.value() == null && raw.key() != null) {
      T removal = tombstone.read(raw.key(), Instant.ofEpochMilli(raw.timestamp()));
      if (removal != null) {
        out.collect(removal);
        return;
      }
    }
    Instant now = now(raw, context);
    Instant latest =
        clock == TimeSource.RECORDS && recordTime == Long.MIN_VALUE
            ? Instant.MAX // no clock record yet: what is future is not known
            : now.plus(tolerance);
    T record =
        intake.take(
            raw.value(),
            raw.origin(),
            now,
            latest,
            letter -> {
              refused.inc();
              context.output(DEAD, letter);
            });
    if (record != null) {
      out.collect(record);
    }
  }

  /** By the wall clock, a clock that is ahead of it is no clock but a mistake. */
  private boolean isTime(RawRecord raw, Context context) {
    return clock == TimeSource.RECORDS
        || raw.timestamp() <= context.timerService().currentProcessingTime() + tolerance.toMillis();
  }

  private Instant now(RawRecord raw, Context context) {
    if (clock == TimeSource.WALL) {
      return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    }
    return Instant.ofEpochMilli(recordTime == Long.MIN_VALUE ? raw.timestamp() : recordTime);
  }
}
