package dev.prunella.job;

import static dev.prunella.job.Samples.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.drift.Subjects;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SubjectSettings;
import dev.prunella.settings.Connection.TimeSource;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftFunctionTest {

  private static final Settings READ_BY_LOAD =
      Samples.part("shop", "subjects")
          .setSubjects(
              List.of(new SubjectSettings("orders-value", List.of(), List.of("orders/load"))))
          .build();

  @ParameterizedTest
  @EnumSource
  void shouldJudgeNoSchemaBeforeItIsKnownWhoReadsIt(Backend backend) throws Exception {
    try (var drift = harness(backend)) {
      drift.open();
      drift.processElement(schema(0, "total"), 0);
      drift.processElement(schema(1, "sum"), 0);
      drift.processBroadcastElement(READ_BY_LOAD, 0);
      assertEquals(List.of(), drift.extractOutputValues());

      drift.watermark(Timeless.BEGINNING);

      assertEquals(List.of("orders/load OPENED"), said(drift));
      drift.processElement(schema(2, "total"), 0);
      assertEquals(List.of("orders/load OPENED", "orders/load CLEARED"), said(drift));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnAfterARestore(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (var before = harness(backend)) {
      before.open();
      before.processBroadcastElement(READ_BY_LOAD, 0);
      before.watermark(Timeless.BEGINNING);
      before.processElement(schema(0, "total"), 0);
      state = before.snapshot(1, 1);
    }
    OperatorSubtaskState early;
    try (var closed = harness(backend)) {
      closed.initializeState(state);
      closed.open();
      closed.processElement(schema(1, "sum"), 0);
      early = closed.snapshot(2, 2); // before time began again
    }
    try (var after = harness(backend)) {
      after.initializeState(early);
      after.open();
      assertEquals(List.of(), said(after));

      after.watermark(Timeless.BEGINNING);

      assertEquals(List.of("orders/load OPENED"), said(after));
    }
  }

  private static List<String> said(
      KeyedBroadcastOperatorTestHarness<String, SchemaEvent, Settings, Signal> drift) {
    return drift.extractOutputValues().stream()
        .map(s -> s.getStage() + " " + s.getTransition())
        .toList();
  }

  private static KeyedBroadcastOperatorTestHarness<String, SchemaEvent, Settings, Signal> harness(
      Backend backend) throws Exception {
    var harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new DriftFunction(TimeSource.RECORDS), List.of(BroadcastSettings.STATE)),
            e -> Subjects.key(e.getFleet(), e.getSubject()),
            Types.STRING,
            1,
            1,
            0);
    harness.setStateBackend(backend.make());
    harness.setup(
        RecordTypeInfo.ofRecord(Signal.class).createSerializer(new SerializerConfigImpl()));
    return harness;
  }
}
