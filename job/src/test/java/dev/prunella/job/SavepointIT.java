package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Signal;
import dev.prunella.settings.Connection.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job with other operators than the one that wrote the savepoint: all but HEAL are gone, and one
 * is new.
 */
class SavepointIT {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  static Stream<Path> savepoints() throws IOException {
    return Savepoints.all().stream();
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldGoOnWithoutOperatorsThatAreGoneAndWithNewOnes(Path savepoint) throws Exception {
    String open = openIncident(savepoint);

    List<Incident> closed = run(savepoint, open, true);

    assertEquals(List.of(open), closed.stream().map(Incident::getId).toList());
    assertEquals(IncidentStatus.CENSORED, closed.get(0).getStatus());
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void shouldRefuseToDropStateThatNobodySaidMayBeDropped(Path savepoint) throws Exception {
    String open = openIncident(savepoint);

    Exception refused = assertThrows(Exception.class, () -> run(savepoint, open, false));

    String message = ExceptionUtils.stringifyException(refused);
    assertTrue(message.contains("allowNonRestoredState"), message);
  }

  private static String openIncident(Path savepoint) throws Exception {
    try (var heal = new Instances.Heal()) {
      heal.restore(Savepoints.read(savepoint, "heal"), 1, Backend.HEAP, 1, 9);
      return heal.rows("shop", "incidents", Incident.class).values().iterator().next().getId();
    }
  }

  /** A person calls the incident a false alarm. */
  private static List<Incident> run(Path savepoint, String incident, boolean drop)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.configure(
        new Configuration()
            .set(PipelineOptions.GENERIC_TYPES, false)
            .set(PipelineOptions.MAX_PARALLELISM, Instances.MOST)
            .set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString())
            .set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, drop));
    env.setParallelism(2);
    Order order =
        Order.newBuilder()
            .setFleet("shop")
            .setKind(OrderKind.FALSE_ALARM)
            .setAt(at(10_080))
            .setAuthor("ada")
            .setIncident(incident)
            .build();
    var events =
        env.fromData(
                List.of(new FleetEvent("shop", null, null, order)),
                RecordTypeInfo.ofRecord(FleetEvent.class))
            .uid("events");
    var signals =
        env.fromData(
                List.of(failure("bank", "orders/load", 0)), RecordTypeInfo.ofRecord(Signal.class))
            .uid("signals");
    var incidents =
        signals
            .keyBy(Signal::getFleet)
            .connect(events.keyBy(FleetEvent::getFleet))
            .process(new HealFunction(TimeSource.WALL, 7), RecordTypeInfo.ofRecord(Incident.class))
            .uid("heal")
            .keyBy(Incident::getId)
            .process(new Counting(), RecordTypeInfo.ofRecord(Incident.class))
            .uid("added");
    return incidents.executeAndCollect(10);
  }

  /** Has state of its own. */
  private static final class Counting extends KeyedProcessFunction<String, Incident, Incident> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Incident incident, Context context, Collector<Incident> out)
        throws Exception {
      count.update(count.value() == null ? 1 : count.value() + 1);
      out.collect(incident);
    }
  }
}
