package dev.prunella.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.detect.Expectations;
import dev.prunella.drift.Subjects;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.Connection.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * One operator of the loop in as many instances as asked, each with the keys that Flink gives it. A
 * {@code Long} among what they take is how far time has come, in milliseconds.
 */
abstract class Instances<H extends AbstractStreamOperatorTestHarness<O>, O extends SpecificRecord>
    implements AutoCloseable {
  static final int MOST = 128; // key groups

  final List<H> all = new ArrayList<>();

  /** All that they have sent, in this order, side outputs included. */
  final List<SpecificRecord> sent = new ArrayList<>();

  private final TypeSerializer<O> output;
  private Long time;

  private Instances(Class<O> output) {
    this.output = RecordTypeInfo.ofRecord(output).createSerializer(new SerializerConfigImpl());
  }

  abstract H harness(int parallelism, int index) throws Exception;

  /** Of a record; null if it goes to every instance. */
  abstract String key(Object record);

  abstract void feed(H instance, Object element) throws Exception;

  abstract List<OutputTag<? extends SpecificRecord>> sides();

  /** Begins with nothing. */
  final void start(Backend backend, int parallelism) throws Exception {
    make(backend, parallelism);
    for (H one : all) {
      one.open();
    }
  }

  /** Begins where a checkpoint or savepoint was taken. */
  final void restore(
      OperatorSubtaskState from, int before, Backend backend, int parallelism, long id)
      throws Exception {
    make(backend, parallelism);
    for (int index = 0; index < parallelism; index++) {
      H one = all.get(index);
      one.setProcessingTime(id); // HEAL writes when it began into what it decides
      one.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              from, MOST, before, parallelism, index));
      one.open();
    }
  }

  private void make(Backend backend, int parallelism) throws Exception {
    for (int index = 0; index < parallelism; index++) {
      H one = harness(parallelism, index);
      one.setStateBackend(backend.make());
      one.setup(output);
      all.add(one);
    }
  }

  /** What they sent of it is returned as well. */
  final List<SpecificRecord> take(Object element) throws Exception {
    time = element instanceof Long now ? now : time;
    String key = element instanceof Long ? null : key(element);
    if (key == null) {
      for (H one : all) {
        feed(one, element);
      }
    } else {
      feed(all.get(owner(key, all.size())), element);
    }
    List<SpecificRecord> news = new ArrayList<>();
    for (H one : all) {
      news.addAll(one.extractOutputValues());
      one.getOutput().clear();
      for (OutputTag<? extends SpecificRecord> side : sides()) {
        drain(one.getSideOutput(side), news);
      }
    }
    sent.addAll(news);
    return news;
  }

  private static <T extends SpecificRecord> void drain(
      Queue<StreamRecord<T>> records, List<SpecificRecord> into) {
    while (records != null && !records.isEmpty()) {
      into.add(records.poll().getValue());
    }
  }

  /** The keys that have something in the state of this name; each instance has only its own. */
  final Set<String> keys(String state) {
    Set<String> keys = new TreeSet<>();
    for (int index = 0; index < all.size(); index++) {
      Stream<String> own =
          all.get(index)
              .getOperator()
              .<String>getKeyedStateBackend()
              .getKeys(state, VoidNamespace.INSTANCE);
      for (String key : own.toList()) {
        assertEquals(index, owner(key, all.size()), key + "'s owner");
        assertTrue(keys.add(key), key + " is in two instances");
      }
    }
    return keys;
  }

  /** What a key has in a map of this name. */
  final <V extends SpecificRecord> Map<String, V> rows(String key, String map, Class<V> type)
      throws Exception {
    Map<String, V> copy = new TreeMap<>();
    state(key, new MapStateDescriptor<>(map, Types.STRING, RecordTypeInfo.ofRecord(type)))
        .entries()
        .forEach(row -> copy.put(row.getKey(), row.getValue()));
    return copy;
  }

  /** A state of the key, as the operator has it. */
  final <S extends State> S state(String key, StateDescriptor<S, ?> descriptor) throws Exception {
    KeyedStateBackend<String> backend =
        all.get(owner(key, all.size())).getOperator().getKeyedStateBackend();
    backend.setCurrentKey(key);
    return backend.getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }

  final int timers() {
    return all.stream().mapToInt(AbstractStreamOperatorTestHarness::numEventTimeTimers).sum();
  }

  static int owner(String key, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MOST, parallelism);
  }

  /** The state of the only instance, in the form that every backend reads. */
  final OperatorSubtaskState savepoint() throws Exception {
    return Savepoints.take(all.get(0));
  }

  /**
   * Takes a checkpoint, dies, and goes on from it. The first that comes is the time, as in the job:
   * a clock record follows in every partition.
   */
  final void restart(Backend backend, int parallelism, long id) throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[all.size()];
    for (int index = 0; index < states.length; index++) {
      states[index] = all.get(index).snapshot(id, id);
    }
    OperatorSubtaskState state = AbstractStreamOperatorTestHarness.repackageState(states);
    close();
    restore(state, states.length, backend, parallelism, id);
    if (time != null) {
      take(time);
    }
  }

  @Override
  public final void close() throws Exception {
    for (H one : all) {
      one.close();
    }
    all.clear();
  }

  /** DETECT; its time is that of the records. */
  static final class Detect
      extends Instances<
          KeyedBroadcastOperatorTestHarness<String, Telemetry, Settings, Signal>, Signal> {
    Detect() {
      super(Signal.class);
    }

    @Override
    KeyedBroadcastOperatorTestHarness<String, Telemetry, Settings, Signal> harness(
        int parallelism, int index) throws Exception {
      return new KeyedBroadcastOperatorTestHarness<>(
          new CoBroadcastWithKeyedOperator<>(
              new DetectFunction(TimeSource.RECORDS), List.of(BroadcastSettings.STATE)),
          t -> Expectations.key(t.getFleet(), t.getStage()),
          Types.STRING,
          MOST,
          parallelism,
          index);
    }

    @Override
    String key(Object record) {
      return record instanceof Telemetry t ? Expectations.key(t.getFleet(), t.getStage()) : null;
    }

    @Override
    void feed(
        KeyedBroadcastOperatorTestHarness<String, Telemetry, Settings, Signal> instance,
        Object element)
        throws Exception {
      if (element instanceof Telemetry telemetry) {
        instance.processElement(telemetry, 0);
      } else if (element instanceof Settings part) {
        instance.processBroadcastElement(part, 0);
      } else {
        instance.watermark((Long) element);
      }
    }

    @Override
    List<OutputTag<? extends SpecificRecord>> sides() {
      return List.of();
    }
  }

  /** DRIFT. */
  static final class Drift
      extends Instances<
          KeyedBroadcastOperatorTestHarness<String, SchemaEvent, Settings, Signal>, Signal> {
    Drift() {
      super(Signal.class);
    }

    @Override
    KeyedBroadcastOperatorTestHarness<String, SchemaEvent, Settings, Signal> harness(
        int parallelism, int index) throws Exception {
      return new KeyedBroadcastOperatorTestHarness<>(
          new CoBroadcastWithKeyedOperator<>(
              new DriftFunction(TimeSource.RECORDS), List.of(BroadcastSettings.STATE)),
          e -> Subjects.key(e.getFleet(), e.getSubject()),
          Types.STRING,
          MOST,
          parallelism,
          index);
    }

    @Override
    String key(Object record) {
      return record instanceof SchemaEvent e ? Subjects.key(e.getFleet(), e.getSubject()) : null;
    }

    @Override
    void feed(
        KeyedBroadcastOperatorTestHarness<String, SchemaEvent, Settings, Signal> instance,
        Object element)
        throws Exception {
      if (element instanceof SchemaEvent event) {
        instance.processElement(event, 0);
      } else if (element instanceof Settings part) {
        instance.processBroadcastElement(part, 0);
      } else {
        instance.watermark((Long) element);
      }
    }

    @Override
    List<OutputTag<? extends SpecificRecord>> sides() {
      return List.of();
    }
  }

  /** HEAL, by the wall clock. */
  static final class Heal
      extends Instances<
          KeyedTwoInputStreamOperatorTestHarness<String, Signal, FleetEvent, Incident>, Incident> {
    Heal() {
      super(Incident.class);
    }

    @Override
    KeyedTwoInputStreamOperatorTestHarness<String, Signal, FleetEvent, Incident> harness(
        int parallelism, int index) throws Exception {
      return new KeyedTwoInputStreamOperatorTestHarness<>(
          new KeyedCoProcessOperator<>(new HealFunction(TimeSource.WALL, 7)),
          Signal::getFleet,
          FleetEvent::getFleet,
          Types.STRING,
          MOST,
          parallelism,
          index);
    }

    @Override
    String key(Object record) {
      return record instanceof Signal signal ? signal.getFleet() : ((FleetEvent) record).getFleet();
    }

    @Override
    void feed(
        KeyedTwoInputStreamOperatorTestHarness<String, Signal, FleetEvent, Incident> instance,
        Object element)
        throws Exception {
      if (element instanceof Signal signal) {
        instance.processElement1(signal, 0);
      } else if (element instanceof FleetEvent event) {
        instance.processElement2(event, 0);
      } else {
        instance.processBothWatermarks(new Watermark((Long) element));
      }
    }

    @Override
    List<OutputTag<? extends SpecificRecord>> sides() {
      return List.of(HealFunction.DECISIONS, HealFunction.COMMANDS, HealFunction.POLICY);
    }
  }
}
