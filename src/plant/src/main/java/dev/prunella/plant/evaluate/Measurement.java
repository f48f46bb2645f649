package dev.prunella.plant.evaluate;

import dev.prunella.plant.Deed;
import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Effect;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.Shift;
import dev.prunella.plant.world.Odds;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of each fault, by the truth of the plant. A fault counts from when it begins to hurt;
 * one that can be seen to come and was healed before counts as no time at all. An action belongs to
 * one fault: to the one that it met, else to one that lasted when it was begun, at its stage rather
 * than elsewhere in the pipeline, the older rather than the younger.
 */
final class Measurement {

  /** A fault that no permitted action heals as surely as this is left to people. */
  private static final double HEALABLE = 0.25;

  private final Scenario scenario;
  private final FleetMap fleet;
  private final Odds odds;
  private final List<Injection> faults;
  private final Collection<Incident> incidents;
  private final Map<Integer, List<ActionTaken>> actions = new HashMap<>(); // by fault
  private final Map<Integer, Instant> effective = new HashMap<>(); // first one, by fault
  private final List<ActionTaken> idle = new ArrayList<>();

  /**
   * @param faults oldest first
   * @param deeds oldest first
   * @param incidents the last version of each
   */
  Measurement(
      Scenario scenario,
      FleetMap fleet,
      Odds odds,
      List<Injection> faults,
      List<Deed> deeds,
      Collection<Incident> incidents) {
    this.scenario = scenario;
    this.fleet = fleet;
    this.odds = odds;
    this.faults = faults;
    this.incidents = incidents;
    deeds.stream().sorted(Comparator.comparing(Deed::startedAt)).forEach(this::attribute);
  }

  private void attribute(Deed deed) {
    for (Injection fault : faults) {
      if (fault.healer().equals(deed.commandId())) {
        effective.merge(fault.number(), deed.startedAt(), Measurement::earlier);
      }
    }
    Optional<Injection> fault = behind(deed);
    fault.ifPresentOrElse(
        one -> {
          actions
              .computeIfAbsent(one.number(), number -> new ArrayList<>())
              .add(taken(deed, begin(one)));
          if (deed.effect() == Effect.HEALS) {
            effective.merge(one.number(), deed.startedAt(), Measurement::earlier);
          }
        },
        () -> idle.add(taken(deed, scenario.troubleFrom())));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Optional<Injection> behind(Deed deed) {
    String pipeline = FleetMap.pipeline(deed.stage());
    return faults.stream()
        .filter(fault -> fault.number() == deed.injection())
        .findFirst()
        .or(
            () ->
                faults.stream()
                    .filter(fault -> fleet.hit(fault).contains(pipeline))
                    .filter(fault -> !deed.startedAt().isBefore(fault.startedAt()))
                    .filter(fault -> !deed.startedAt().isAfter(over(fault)))
                    .min(
                        Comparator.comparing(
                                (Injection fault) -> !fault.stage().equals(deed.stage()))
                            .thenComparing(Injection::startedAt)));
  }

  private static ActionTaken taken(Deed deed, Instant since) {
    return new ActionTaken(
        deed.action(),
        deed.stage(),
        seconds(since, deed.startedAt()),
        seconds(since, deed.finishedAt()),
        deed.status() == OutcomeStatus.SUCCEEDED,
        deed.effect(),
        deed.cost());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /** When it began to hurt; one that never did, when it was healed. */
  private static Instant begin(Injection fault) {
    return fault.hurtsAt().or(fault::healedAt).orElse(fault.startedAt());
  }

  private Instant horizon(Injection fault) {
    return begin(fault).plus(scenario.horizon());
  }

  /** Seconds since it began; what was before it hurt counts as at once. */
  private static double since(Injection fault, Instant at) {
    return Math.max(0, seconds(begin(fault), at));
  }

  /** When its pipeline delivered as before; else the horizon. */
  private Instant over(Injection fault) {
    boolean prevented = fault.hurtsAt().isEmpty() && fault.healedAt().isPresent();
    return prevented
        ? begin(fault)
        : fault.recoveredAt().map(at -> earlier(at, horizon(fault))).orElse(horizon(fault));
  }

  List<ActionTaken> idle() {
    return idle;
  }

  List<EpisodeResult> episodes() {
    return faults.stream().map(this::episode).toList();
  }

  private EpisodeResult episode(Injection fault) {
    Instant over = over(fault);
    boolean recovered = over.isBefore(horizon(fault));
    boolean byAction =
        fault.healedBy() != Action.UNKNOWN && !fault.healer().equals(Injection.PERSON);
    Instant helped = effective.get(fault.number());
    return new EpisodeResult(
        fault.number(),
        fault.fault(),
        fault.stage(),
        fault.visible().errorType(),
        fleet.kind(fault.stage()),
        fault.visible().symptoms().stream().map(Symptom::name).sorted().toList(),
        guess(fault),
        isHealable(fault),
        fault.healsByItself(),
        begin(fault),
        recovered,
        since(fault, over),
        evidence(fault, over).map(at -> since(fault, at)).orElse(Double.NaN),
        helped == null ? Double.NaN : since(fault, helped),
        List.copyOf(actions.getOrDefault(fault.number(), List.of())),
        recovered && byAction,
        shifts(fault));
  }

  private String guess(Injection fault) {
    StageKind kind = fleet.kind(fault.stage());
    String guess = "";
    double most = -1;
    for (Map.Entry<Fault, Double> cause : odds.faults(kind, fault.startedAt()).entrySet()) {
      double probability =
          cause.getValue() * odds.shows(cause.getKey(), kind, fault.visible(), fault.startedAt());
      if (probability > most) {
        most = probability;
        guess = cause.getKey().name();
      }
    }
    return guess;
  }

  private boolean isHealable(Injection fault) {
    Fault behind = Fault.named(fault.fault());
    return fleet.permitted(fault.stage()).stream()
        .anyMatch(action -> odds.heals(behind, action, fault.startedAt()) >= HEALABLE);
  }

  /** When the first signal opened in a pipeline that it hurt, while it lasted. */
  private Optional<Instant> evidence(Injection fault, Instant over) {
    return incidents.stream()
        .flatMap(incident -> incident.getEvidence().stream())
        .filter(signal -> fleet.hit(fault).contains(FleetMap.pipeline(signal.getStage())))
        .map(Signal::getOpenedAt)
        .filter(at -> !at.isBefore(fault.startedAt()) && !at.isAfter(over))
        .min(Comparator.naturalOrder());
  }

  private int shifts(Injection fault) {
    int shifts = 0;
    for (Shift shift : scenario.shifts()) {
      boolean concerned =
          shift.errorTypes().isEmpty() || shift.errorTypes().contains(fault.visible().errorType());
      boolean over = !fault.startedAt().isBefore(scenario.troubleFrom().plus(shift.at()));
      shifts += concerned && over ? 1 : 0;
    }
    return shifts;
  }

  /** Incidents that opened where nothing was wrong, and had not been until shortly before. */
  int falseAlarms() {
    return (int)
        incidents.stream()
            .filter(incident -> incident.getMergedInto().isEmpty())
            .filter(incident -> faults.stream().noneMatch(fault -> explains(fault, incident)))
            .count();
  }

  private boolean explains(Injection fault, Incident incident) {
    Instant at = incident.getOpenedAt();
    return !at.isBefore(fault.startedAt())
        && !at.isAfter(over(fault))
        && incident.getStages().stream()
            .anyMatch(stage -> fleet.hit(fault).contains(FleetMap.pipeline(stage)));
  }
}
