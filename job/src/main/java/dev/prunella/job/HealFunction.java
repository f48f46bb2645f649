package dev.prunella.job;

import dev.prunella.heal.Effects;
import dev.prunella.heal.FleetState;
import dev.prunella.heal.Healing;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.job.state.FlinkTable;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Signal;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The loop of each fleet: {@link Healing}, with its state in Flink and its time by the watermark.
 */
final class HealFunction extends KeyedCoProcessFunction<String, Signal, FleetEvent, Incident> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<Decision> DECISIONS =
      new OutputTag<>("decisions", RecordTypeInfo.ofRecord(Decision.class));
  static final OutputTag<Command> COMMANDS =
      new OutputTag<>("commands", RecordTypeInfo.ofRecord(Command.class));
  static final OutputTag<PolicySnapshot> POLICY =
      new OutputTag<>("policy", RecordTypeInfo.ofRecord(PolicySnapshot.class));

  private final TimeSource clock;
  private final long seed;
  private transient Long epoch; // null: this instance has not taken up anything yet
  private transient FleetState state;
  private transient ValueState<Long> armed;
  private transient Map<String, Healing> fleets; // of this instance's keys; none that rests
  private transient HealMetrics metrics;

  HealFunction(TimeSource clock, long seed) {
    this.clock = clock;
    this.seed = seed;
  }

  @Override
  public void open(OpenContext context) {
    state = FlinkTable.fleetState(getRuntimeContext());
    armed = getRuntimeContext().getState(new ValueStateDescriptor<>("armed", Types.LONG));
    fleets = new HashMap<>();
    metrics = new HealMetrics(getRuntimeContext().getMetricGroup(), clock);
  }

  @Override
  public void processElement1(Signal signal, Context context, Collector<Incident> out)
      throws Exception {
    String fleet = context.getCurrentKey();
    Healing healing = healing(fleet, context.timerService());
    healing.onSignal(signal);
    arm(fleet, healing, context.timerService());
  }

  @Override
  public void processElement2(FleetEvent event, Context context, Collector<Incident> out)
      throws Exception {
    String fleet = context.getCurrentKey();
    Healing healing = healing(fleet, context.timerService());
    Effects effects = effects(context, out);
    if (event.getSettings() != null) {
      healing.onSettings(event.getSettings(), now(context, event.getSettings().getAt()));
    } else if (event.getOutcome() != null) {
      healing.onOutcome(event.getOutcome(), now(context, event.getOutcome().getAt()), effects);
    } else {
      healing.onOrder(event.getOrder(), now(context, event.getOrder().getAt()), effects);
    }
    arm(fleet, healing, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Incident> out)
      throws Exception {
    long time = context.timerService().currentWatermark();
    if (time == Long.MAX_VALUE) {
      armed.clear(); // the input has ended, time has not come: who is restored arms anew
      return;
    }
    armed.clear();
    String fleet = context.getCurrentKey();
    Healing healing = healing(fleet, context.timerService());
    Instant now = Instant.ofEpochMilli(time);
    if (clock == TimeSource.WALL) {
      healing.onTime(now, effects(context, out));
    } else {
      healing.onRecordedTime(now, effects(context, out));
    }
    arm(fleet, healing, context.timerService());
  }

  /**
   * One timer per fleet is awaited; a further one only if it is due earlier. A fleet with nothing
   * to wait for leaves the heap: all that it is made of lies in the state.
   */
  private void arm(String fleet, Healing healing, TimerService timers) throws Exception {
    metrics.open(fleet, healing.openIncidents());
    Instant wake = healing.wakeAt();
    if (wake.equals(Instant.MAX)) {
      fleets.remove(fleet);
    }
    Long awaited = armed.value();
    if (!wake.equals(Instant.MAX) && (awaited == null || wake.toEpochMilli() < awaited)) {
      armed.update(wake.toEpochMilli());
      timers.registerEventTimeTimer(wake.toEpochMilli());
    }
  }

  /** How far time has come; before its beginning and after its end, what the event itself says. */
  private static Instant now(KeyedCoProcessFunction<?, ?, ?, ?>.Context context, Instant own) {
    long time = context.timerService().currentWatermark();
    return Timeless.isTime(time) ? Instant.ofEpochMilli(time) : own;
  }

  /**
   * The epoch is when this instance began: so a job that is restored twice from one checkpoint, or
   * starts without its state, still writes a newer one than every writer before it.
   */
  private Healing healing(String fleet, TimerService timers) {
    if (epoch == null) {
      epoch = timers.currentProcessingTime();
    }
    return fleets.computeIfAbsent(fleet, name -> new Healing(name, state, seed, epoch));
  }

  private Effects effects(
      KeyedCoProcessFunction<?, ?, ?, ?>.Context context, Collector<Incident> out) {
    Effects effects =
        new Effects() {
          @Override
          public void incident(Incident incident) {
            out.collect(incident);
          }

          @Override
          public void decision(Decision decision) {
            context.output(DECISIONS, decision);
          }

          @Override
          public void command(Command command) {
            context.output(COMMANDS, command);
          }

          @Override
          public void policy(PolicySnapshot snapshot) {
            context.output(POLICY, snapshot);
          }
        };
    return metrics.before(effects, context.timerService().currentProcessingTime());
  }
}
