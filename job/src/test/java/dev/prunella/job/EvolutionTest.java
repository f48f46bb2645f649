package dev.prunella.job;

import static dev.prunella.job.Samples.measurement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.detect.StageMemory;
import dev.prunella.job.state.NewerStageSerializer;
import dev.prunella.job.state.StageMemorySerializer;
import dev.prunella.schemas.FleetMemory;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.TargetMemory;
import dev.prunella.schemas.Telemetry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads the state of a release whose forms of it were others. */
class EvolutionTest {

  private static final Map<String, Class<? extends SpecificRecord>> TABLES =
      Map.of(
          "settings", Settings.class,
          "pending", Signal.class,
          "incidents", Incident.class,
          "steps", OpenStep.class,
          "cells", PolicyCell.class,
          "targets", TargetMemory.class,
          "hands-off", Order.class,
          "memory", FleetMemory.class);

  /** The released schemas did not have what is at its default in these rows. */
  @ParameterizedTest
  @EnumSource
  void shouldReadRecordsThatDidNotHaveAllFieldsOfToday(Backend backend) throws Exception {
    Map<String, Map<String, SpecificRecord>> tables = tables();
    Older older = new Older("shop");
    int dropped = 0;
    for (Map.Entry<String, Map<String, SpecificRecord>> table : tables.entrySet()) {
      Class<? extends SpecificRecord> type = TABLES.get(table.getKey());
      Schema schema = withoutDefaults(type, table.getValue().values());
      dropped += SpecificData.get().getSchema(type).getFields().size() - schema.getFields().size();
      older.maps.put(table.getKey(), table.getValue());
      older.serializers.put(table.getKey(), new OlderSerializer<>(type, schema));
    }
    assertTrue(dropped > 20, "only " + dropped + " fields differ");

    try (var heal = new Instances.Heal()) {
      heal.restore(older.state(backend), 1, backend, 1, 9);
      for (Map.Entry<String, Map<String, SpecificRecord>> table : tables.entrySet()) {
        Class<? extends SpecificRecord> type = TABLES.get(table.getKey());
        assertEquals(table.getValue(), heal.rows("shop", table.getKey(), type), table.getKey());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadOlderValuesListsAndBroadcasts(Backend backend) throws Exception {
    SubjectMemory subject =
        new SubjectMemory("orders-value", "\"long\"", "\"long\"", Samples.T0, null, List.of());
    Older older = new Older("shop/orders-value");
    older.values.put("subject", subject);
    older.serializers.put("subject", without(subject, SubjectMemory.class));
    try (var drift = new Instances.Drift()) {
      drift.restore(older.state(backend), 1, backend, 1, 9);
      drift.take(Timeless.BEGINNING);
      drift.take(Samples.schema(60, "total")); // not readable as a long
      Signal opened = (Signal) drift.sent.get(0);
      assertEquals("orders-value", opened.getSubject());
    }

    Older holding = new Older("shop/orders/load");
    Settings bound =
        Samples.pipeline(
            "shop", StageSettings.newBuilder(Samples.slow(60)).setOutOfOrderMillis(10_000).build());
    holding.broadcast.put("shop/pipelines/orders", bound);
    holding.serializers.put("settings", without(bound, Settings.class));
    holding.lists.put("held", List.of(measurement(0, 70)));
    holding.serializers.put("held", without(measurement(0, 70), Telemetry.class));
    try (var detect = new Instances.Detect()) {
      detect.restore(holding.state(backend), 1, backend, 1, 9);
      detect.take(measurement(1, 70));
      detect.take(measurement(20, 70));
      assertEquals(
          1, detect.sent.size(), "the bound is broken by the one that was held and the next");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseRecordsThatLackWhatHasNoDefault(Backend backend) throws Exception {
    Map<String, SpecificRecord> rows = tables().get("targets");
    Schema lacking = without(TargetMemory.class, List.of("actedAt"));
    Older older = new Older("shop");
    older.maps.put("targets", rows);
    older.serializers.put("targets", new OlderSerializer<>(TargetMemory.class, lacking));
    OperatorSubtaskState state = older.state(backend);

    try (var heal = new Instances.Heal()) {
      Exception refused =
          assertThrows(Exception.class, () -> heal.restore(state, 1, backend, 1, 9));
      String message = ExceptionUtils.stringifyException(refused);
      String says =
          backend == Backend.HEAP
              ? "missing required field actedAt" // it reads all values at once
              : "must not be incompatible";
      assertTrue(message.contains(says), message);
    }
  }

  /** Going back to an older release. */
  @ParameterizedTest
  @EnumSource
  void shouldRefuseAFormOfANewerReleaseAndSayWhatToDo(Backend backend) throws Exception {
    Older newer = new Older("shop/orders/load");
    newer.values.put("stage", stage());
    newer.serializers.put("stage", new NewerStageSerializer());
    OperatorSubtaskState state = newer.state(backend);

    try (var detect = new Instances.Detect()) {
      Exception refused =
          assertThrows(
              Exception.class,
              () -> {
                detect.restore(state, 1, backend, 1, 9);
                detect.take(measurement(0, 1));
              });
      String message = ExceptionUtils.stringifyException(refused);
      assertTrue(
          message.contains(
              "the stored state of a stage has version 99, this code reads versions 1"),
          message);
      assertTrue(message.contains("restore it with the release that wrote it"), message);
    }
  }

  private static StageMemory stage() throws Exception {
    try (var detect = new Instances.Detect()) {
      detect.start(Backend.HEAP, 1);
      detect.take(measurement(0, 1));
      return detect
          .state(
              "shop/orders/load", new ValueStateDescriptor<>("stage", new StageMemorySerializer()))
          .value();
    }
  }

  /** Those of the newest savepoint. */
  private static Map<String, Map<String, SpecificRecord>> tables() throws Exception {
    List<Path> savepoints = Savepoints.all();
    Map<String, Map<String, SpecificRecord>> tables = new LinkedHashMap<>();
    try (var heal = new Instances.Heal()) {
      heal.restore(
          Savepoints.read(savepoints.get(savepoints.size() - 1), "heal"), 1, Backend.HEAP, 1, 9);
      for (Map.Entry<String, Class<? extends SpecificRecord>> table : TABLES.entrySet()) {
        tables.put(
            table.getKey(), new HashMap<>(heal.rows("shop", table.getKey(), table.getValue())));
      }
    }
    return tables;
  }

  private static <T extends SpecificRecord> OlderSerializer<T> without(T row, Class<T> type) {
    return new OlderSerializer<>(type, withoutDefaults(type, List.of(row)));
  }

  /** The schema without the fields that have their default in all of these. */
  private static Schema withoutDefaults(
      Class<? extends SpecificRecord> type, Iterable<? extends SpecificRecord> rows) {
    List<String> absent = new ArrayList<>();
    for (Schema.Field field : SpecificData.get().getSchema(type).getFields()) {
      boolean isDefault = field.hasDefaultValue();
      for (SpecificRecord row : rows) {
        isDefault &=
            field.hasDefaultValue()
                && Objects.equals(
                    String.valueOf(row.get(field.pos())),
                    String.valueOf(SpecificData.get().getDefaultValue(field)));
      }
      if (isDefault) {
        absent.add(field.name());
      }
    }
    return without(type, absent);
  }

  private static Schema without(Class<? extends SpecificRecord> type, List<String> absent) {
    Schema today = SpecificData.get().getSchema(type);
    List<Schema.Field> fields =
        today.getFields().stream()
            .filter(field -> !absent.contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(today.getName(), "", today.getNamespace(), false, fields);
  }

  /** An operator of another release, which has state of one key. */
  private static final class Older extends KeyedProcessFunction<String, String, String>
      implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    final HashMap<String, TypeSerializer<?>> serializers = new HashMap<>();
    final HashMap<String, Map<String, SpecificRecord>> maps = new HashMap<>();
    final HashMap<String, Object> values = new HashMap<>();
    final HashMap<String, List<SpecificRecord>> lists = new HashMap<>();
    final HashMap<String, SpecificRecord> broadcast = new HashMap<>();
    private final String key;

    Older(String key) {
      this.key = key;
    }

    OperatorSubtaskState state(Backend backend) throws Exception {
      try (var harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(this), k -> k, Types.STRING, Instances.MOST, 1, 0)) {
        harness.setStateBackend(backend.make());
        harness.setup(StringSerializer.INSTANCE);
        harness.open();
        harness.processElement(key, 0);
        return harness.snapshot(1, 1);
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void initializeState(FunctionInitializationContext context) throws Exception {
      if (!broadcast.isEmpty()) {
        var serializer = (TypeSerializer<SpecificRecord>) serializers.get("settings");
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>("settings", StringSerializer.INSTANCE, serializer))
            .putAll(broadcast);
      }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      // it is all there
    }

    @Override
    @SuppressWarnings("unchecked")
    public void processElement(String at, Context context, Collector<String> out) throws Exception {
      for (String name : maps.keySet()) {
        var serializer = (TypeSerializer<SpecificRecord>) serializers.get(name);
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>(name, StringSerializer.INSTANCE, serializer))
            .putAll(maps.get(name));
      }
      for (String name : values.keySet()) {
        var serializer = (TypeSerializer<Object>) serializers.get(name);
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(name, serializer))
            .update(values.get(name));
      }
      for (String name : lists.keySet()) {
        var serializer = (TypeSerializer<SpecificRecord>) serializers.get(name);
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>(name, serializer))
            .update(lists.get(name));
      }
    }
  }
}
