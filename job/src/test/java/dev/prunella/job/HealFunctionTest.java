package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.autonomous;
import static dev.prunella.job.Samples.event;
import static dev.prunella.job.Samples.failure;
import static dev.prunella.job.Samples.load;
import static dev.prunella.job.Samples.millis;
import static dev.prunella.job.Samples.pipeline;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Transition;
import dev.prunella.settings.Connection.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealFunctionTest {

  private static final int MOST = 8; // parallelism
  private static final String LOAD = "orders/load";

  private final List<Harness> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (Harness one : opened) {
      one.harness.close();
    }
  }

  @Test
  void shouldDecideNothingBeforeTimeMoves() throws Exception {
    Harness heal = started();
    heal.set("shop");
    heal.signal(failure("shop", LOAD, 0));
    heal.time(Timeless.BEGINNING);
    assertTrue(heal.harness.extractOutputValues().isEmpty(), "an incident");

    heal.time(millis(60));

    assertEquals(1, heal.commands().size());
  }

  @Test
  void shouldDoNothingAtTheEndOfItsInput() throws Exception {
    Harness heal = started();
    heal.set("shop");
    heal.signal(failure("shop", LOAD, 0));

    heal.time(Long.MAX_VALUE);

    assertTrue(heal.harness.extractOutputValues().isEmpty(), "an incident");
    assertEquals(List.of(), heal.commands());
  }

  @Test
  void shouldWakeAgainAfterARestoreFromTheEndOfItsInput() throws Exception {
    Harness before = started();
    before.set("shop");
    before.signal(failure("shop", LOAD, 0));
    before.time(Long.MAX_VALUE);

    Harness after = restored(Backend.HEAP, before.harness.snapshot(7, 1));
    after.signal(failure("shop", "billing/load", 100));
    after.time(millis(60));

    assertEquals(LOAD, after.newest().getRootStage());
  }

  /** The last records of one input may come after the end of the others. */
  @Test
  void shouldDateWhatComesAfterTheEndOfTimeByItself() throws Exception {
    Harness heal = started();
    heal.set("shop");
    heal.signal(failure("shop", LOAD, 0));
    heal.time(millis(60));
    heal.time(Long.MAX_VALUE);

    heal.event(outcome(heal.commands().get(0), OutcomeStatus.SUCCEEDED, 70));

    assertEquals(at(70), heal.newest().getUpdatedAt());
  }

  @Test
  void shouldKeepFleetsApart() throws Exception {
    Harness heal = started();
    heal.set("shop");
    heal.event(event(pipeline("bank", load().build()))); // in shadow
    for (long second : List.of(0L, 1_000_000L)) {
      heal.signal(failure("bank", LOAD, second));
      heal.signal(failure("shop", LOAD, second));
      heal.time(millis(second + 60));
      heal.signal(ended("bank", second, second + 70));
      heal.signal(ended("shop", second, second + 70));
      heal.time(millis(second + 900));
      heal.time(millis(second + 700_000)); // forgotten: nothing is left on the heap
    }

    assertEquals(2, heal.commands().size());
    assertTrue(heal.commands().stream().allMatch(c -> c.getFleet().equals("shop")));
    assertEquals(
        List.of(1L, 2L, 3L, 4L), // DECIDED and CREDITED, twice
        heal.decisions().stream()
            .filter(d -> d.getFleet().equals("bank"))
            .map(Decision::getSequence)
            .toList());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnWithOpenIncidentsPendingSignalsAndTheNextSequence(Backend backend)
      throws Exception {
    Harness before = started(backend);
    before.set("shop");
    before.signal(failure("shop", LOAD, 0));
    before.time(millis(60)); // decided, a command is in flight
    Command command = before.commands().get(0);
    Incident open = before.newest();
    before.signal(failure("shop", "billing/load", 100)); // time has not reached it
    OperatorSubtaskState state = before.harness.snapshot(41, 1);

    Harness after = restored(backend, state);
    after.event(outcome(command, OutcomeStatus.SUCCEEDED, 90));
    assertEquals(open.getId(), after.newest().getId());
    assertEquals(open.getVersion() + 1, after.newest().getVersion());
    after.time(millis(2000));

    assertTrue(
        incidents(after).stream().anyMatch(i -> i.getRootStage().equals("billing/load")),
        "the pending signal is lost");
    List<Decision> decisions = after.decisions();
    assertEquals(before.decisions().size() + 1, decisions.get(0).getSequence());
    assertEquals(0, before.decisions().get(0).getEpoch());
    for (Decision decision : decisions) {
      assertEquals(41, decision.getEpoch());
      assertEquals(decisions.indexOf(decision) + 1, decision.getSequence() - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldWakeByItselfAfterARestore(Backend backend) throws Exception {
    Harness before = started(backend);
    before.set("shop");
    before.signal(failure("shop", LOAD, 0));
    before.time(millis(10)); // gathering
    assertEquals(List.of(), before.decisions());

    Harness after = restored(backend, before.harness.snapshot(7, 1));
    after.time(millis(60));

    assertEquals(1, after.commands().size());
  }

  @Test
  void shouldKeepTheFleetWhenRescaled() throws Exception {
    Harness before = started();
    before.set("shop");
    before.signal(failure("shop", LOAD, 0));
    before.time(millis(10));
    OperatorSubtaskState state = before.harness.snapshot(7, 1);
    int owner = KeyGroupRangeAssignment.assignKeyToParallelOperator("shop", MOST, 2);

    for (int index = 0; index < 2; index++) {
      Harness after = new Harness(2, index, Backend.HEAP);
      after.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(state, MOST, 1, 2, index));
      after.harness.open();
      after.time(millis(60));
      assertEquals(index == owner ? 1 : 0, after.commands().size());
    }
  }

  @Test
  void shouldTakeOrders() throws Exception {
    Harness heal = started();
    heal.signal(failure("shop", LOAD, 0));
    heal.time(millis(1));
    Order order =
        Order.newBuilder()
            .setFleet("shop")
            .setKind(OrderKind.FALSE_ALARM)
            .setAt(at(2))
            .setAuthor("ada")
            .setIncident(heal.newest().getId())
            .build();

    heal.event(new FleetEvent("shop", null, null, order));

    assertNotNull(heal.newest().getClosedAt());
  }

  private static Signal ended(String fleet, long opened, long second) {
    return Signal.newBuilder(failure(fleet, LOAD, opened))
        .setTransition(Transition.CLEARED)
        .setAt(at(second))
        .build();
  }

  private static FleetEvent outcome(Command command, OutcomeStatus status, long second) {
    Outcome outcome =
        Outcome.newBuilder()
            .setFleet(command.getFleet())
            .setCommandId(command.getId())
            .setTarget(command.getTarget())
            .setAction(Action.UNKNOWN)
            .setStatus(status)
            .setAt(at(second))
            .setActor("executor")
            .build();
    return new FleetEvent(command.getFleet(), null, outcome, null);
  }

  private static List<Incident> incidents(Harness heal) {
    return heal.harness.extractOutputValues();
  }

  private Harness started() throws Exception {
    return started(Backend.HEAP);
  }

  private Harness started(Backend backend) throws Exception {
    Harness heal = new Harness(1, 0, backend);
    heal.harness.open();
    return heal;
  }

  private Harness restored(Backend backend, OperatorSubtaskState state) throws Exception {
    Harness heal = new Harness(1, 0, backend);
    heal.harness.setProcessingTime(41);
    heal.harness.initializeState(state);
    heal.harness.open();
    return heal;
  }

  private final class Harness {
    final KeyedTwoInputStreamOperatorTestHarness<String, Signal, FleetEvent, Incident> harness;

    Harness(int parallelism, int index, Backend backend) throws Exception {
      harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new KeyedCoProcessOperator<>(new HealFunction(TimeSource.WALL, 7)),
              Signal::getFleet,
              FleetEvent::getFleet,
              Types.STRING,
              MOST,
              parallelism,
              index);
      harness.setStateBackend(backend.make());
      harness.setup(
          RecordTypeInfo.ofRecord(Incident.class).createSerializer(new SerializerConfigImpl()));
      opened.add(this);
    }

    /** A fleet that acts by itself. */
    void set(String fleet) throws Exception {
      event(Samples.event(pipeline(fleet, load().build())));
      event(Samples.event(autonomous(fleet)));
    }

    void signal(Signal signal) throws Exception {
      harness.processElement1(signal, 0);
    }

    void event(FleetEvent event) throws Exception {
      harness.processElement2(event, 0);
    }

    void time(long millis) throws Exception {
      harness.processBothWatermarks(new Watermark(millis));
    }

    Incident newest() {
      List<Incident> all = incidents(this);
      return all.get(all.size() - 1);
    }

    List<Decision> decisions() {
      return side(HealFunction.DECISIONS);
    }

    List<Command> commands() {
      return side(HealFunction.COMMANDS);
    }

    private <R extends SpecificRecord> List<R> side(OutputTag<R> tag) {
      var records = harness.getSideOutput(tag);
      return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
    }
  }
}
