package dev.prunella.plant.rehearsal;

import dev.prunella.diagnose.Evidence;
import dev.prunella.drift.DriftDetector;
import dev.prunella.drift.Subjects;
import dev.prunella.plant.Injection;
import dev.prunella.plant.Plant;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SubjectMemory;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells what is visible of each fault from when it can be seen until its pipeline delivers as
 * before: a failure of the error type that it looks like, and each of its symptoms. Schemas are
 * compared as in the job, as what changed says how it may be mapped back.
 */
final class PerfectWatch implements Detection.Watch {

  /**
   * As often a fault that goes on is told again: sooner than the loop looks whether an action
   * helped, as a stage's next run would.
   */
  private static final Duration AGAIN = Duration.ofMinutes(4);

  private final String fleet;
  private final Plant plant;
  private final Subjects subjects;
  private final Consumer<Signal> out;
  private final Map<String, SubjectMemory> memories = new HashMap<>(); // by fleet/subject
  private final Map<String, List<SchemaChange>> changes = new HashMap<>(); // by pipeline
  private final Map<Integer, Told> open = new LinkedHashMap<>(); // by number of the injection

  private int first; // number of the oldest injection that may go on

  /** The open signals of a fault, the failure first, and when they were told. */
  private record Told(List<Signal> signals, Instant at) {}

  PerfectWatch(Plant plant, List<Settings> settings, Consumer<Signal> out) {
    this.plant = plant;
    this.out = out;
    fleet = settings.get(0).getFleet();
    subjects = new Subjects(settings);
  }

  @Override
  public boolean wantsTelemetry() {
    return false;
  }

  @Override
  public void telemetry(Telemetry telemetry) {
    // what is visible of faults is known without it
  }

  @Override
  public void schema(SchemaEvent event) {
    String key = Subjects.key(event.getFleet(), event.getSubject());
    SubjectMemory next =
        DriftDetector.onSchema(memories.get(key), subjects.of(key), false, event, this::remember);
    memories.put(key, next);
  }

  private void remember(Signal drift) {
    String pipeline = drift.getStage().substring(0, drift.getStage().indexOf('/') + 1);
    changes.put(pipeline, Evidence.isOpen(drift) ? drift.getChanges() : List.of());
  }

  @Override
  public void onTime(Instant now) {
    int lasting = Integer.MAX_VALUE;
    int next = first;
    for (Injection injection : plant.injectionsFrom(first)) {
      next = injection.number() + 1;
      if (injection.recoveredAt().isEmpty()) {
        lasting = Math.min(lasting, injection.number());
      }
      Told known = open.get(injection.number());
      if (injection.recoveredAt().isPresent()) {
        if (known != null) {
          open.remove(injection.number());
          Instant since = injection.recoveredAt().get();
          known.signals().forEach(signal -> out.accept(ended(signal, since, now)));
        }
      } else if (known == null) {
        if (!injection.visibleAt().isAfter(now)) {
          tell(injection.number(), signals(injection, now), now);
        }
      } else if (!now.isBefore(known.at().plus(AGAIN))) {
        List<Signal> signals = new ArrayList<>(known.signals());
        signals.set(0, again(signals.get(0), changes(injection), now));
        tell(injection.number(), signals, now);
      }
    }
    first = Math.min(lasting, next);
  }

  private void tell(int number, List<Signal> signals, Instant now) {
    Told known = open.put(number, new Told(signals, now));
    for (Signal signal : signals) {
      if (known == null || !known.signals().contains(signal)) {
        out.accept(signal);
      }
    }
  }

  private List<Signal> signals(Injection injection, Instant now) {
    Visible visible = injection.visible();
    List<Signal> signals = new ArrayList<>();
    signals.add(
        signal(injection, SignalKind.FAILURE, "fault " + injection.number(), now)
            .setEvidence("run")
            .setHint(visible.errorType())
            .setChanges(changes(injection))
            .build());
    for (Symptom symptom : Symptom.values()) {
      if (visible.symptoms().contains(symptom)) {
        // a moment later, so that an incident begins with the failure
        signals.add(
            signal(injection, SignalKind.ANOMALY, symptom.name(), now.plusMillis(1))
                .setEvidence(Evidence.SYMPTOM)
                .setHint(ErrorType.UNKNOWN)
                .build());
      }
    }
    return signals;
  }

  private Signal.Builder signal(Injection injection, SignalKind kind, String subject, Instant at) {
    return Signal.newBuilder()
        .setFleet(fleet)
        .setStage(injection.stage())
        .setKind(kind)
        .setTransition(Transition.OPENED)
        .setSubject(subject)
        .setScore(1)
        .setAt(at)
        .setOpenedAt(at)
        .setSeenAt(at);
  }

  private static Signal again(Signal signal, List<SchemaChange> changes, Instant now) {
    return Signal.newBuilder(signal)
        .setTransition(Transition.UPDATED)
        .setAt(now)
        .setSeenAt(now)
        .setChanges(changes)
        .build();
  }

  private static Signal ended(Signal signal, Instant since, Instant now) {
    Instant at = now.isBefore(signal.getAt()) ? signal.getAt() : now;
    return Signal.newBuilder(signal)
        .setTransition(Transition.CLEARED)
        .setAt(at)
        .setWellSince(since)
        .build();
  }

  /** What changed in the pipeline's schema, for who can see that it did. */
  private List<SchemaChange> changes(Injection injection) {
    boolean seen = injection.visible().symptoms().contains(Symptom.SCHEMA_CHANGED);
    return seen ? changes.getOrDefault(injection.pipeline() + "/", List.of()) : List.of();
  }
}
