package dev.prunella.app.demo;

import dev.prunella.plant.Plant;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PipelineSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.scenario.TelemetrySpec;
import dev.prunella.plant.scenario.WorldSpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a demo plays: six pipelines that have worked for two days, then one fault after the other,
 * drawn by seed. No fault passes by itself, so that what recovers was healed. Which fault is the
 * usual one behind what is seen differs from seed to seed, and no settings tell: a policy has to
 * learn it.
 *
 * @param seed of all that is drawn
 * @param live begin of the live phase, in simulated time
 * @param past for how long they have worked before
 * @param trouble for how long things break from then on
 */
public record Script(long seed, Instant live, Duration past, Duration trouble) {

  public static final String FLEET = "demo";

  /** A Tuesday morning: the same one each time, as the same seed shall break the same things. */
  public static final Instant LIVE = Instant.parse("2026-01-13T09:00:00Z");

  /** Two days of what is usual: with one of them, the time of day is no season yet. */
  private static final Duration PAST = Duration.ofDays(2);

  /** From the begin of the live phase to the first fault. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** Mean time between two faults, where a pipeline is free for one. */
  private static final Duration GAP = Duration.ofMinutes(8);

  /** A fault leaves its pipeline so much time at least before the next one. */
  private static final Duration REST = Duration.ofMinutes(120);

  /** How often the fault that is the usual one for this seed is behind what is seen. */
  private static final double USUAL = 0.75;

  /** An action is good for a fault that it heals so often. */
  private static final double MOSTLY = 0.75;

  /** Where remedies that fit work, and symptoms tell something. */
  private static final WorldSpec WORLD =
      new WorldSpec(
          Range.of(0.1),
          Range.of(1),
          Range.of(0.3, 0.7),
          Range.of(0.02),
          Range.of(0.7, 1.3),
          Range.of(1));

  /** A second of the wall clock is minutes in the demo, and an executor needs up to a second. */
  private static final Duration EXPIRY = Duration.ofMinutes(10);

  /** No demo lasts longer, in simulated time. */
  private static final Duration LONGEST = Duration.ofDays(2);

  /** What a demo plays. */
  public Script(long seed, Instant live) {
    this(seed, live, PAST, LONGEST);
  }

  /** Begin of the past, in simulated time. */
  public Instant begin() {
    return live.minus(past);
  }

  public Scenario scenario() {
    Scenario calm = calm();
    return calm.withFaults(FaultSpec.NONE.withPlanned(faults(calm.pipelineNames())));
  }

  private Scenario calm() {
    return Scenario.calm("demo")
        .withFleet(FLEET)
        .withStart(begin())
        .withWarmUp(past)
        .withLength(trouble)
        .withTelemetry(TelemetrySpec.CLEAN)
        .withWorld(WORLD);
  }

  private List<PlannedFault> faults(List<String> pipelines) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<ErrorType, List<Fault>> behind = new EnumMap<>(ErrorType.class);
    for (ErrorType type : ErrorType.values()) {
      List<Fault> faults = seenAs(type);
      if (!faults.isEmpty()) {
        behind.put(type, faults);
      }
    }
    List<ErrorType> types = List.copyOf(behind.keySet());
    Map<ErrorType, Fault> usual = new EnumMap<>(ErrorType.class);
    behind.forEach((type, faults) -> usual.put(type, any(faults, random)));
    Map<String, Duration> free = new LinkedHashMap<>();
    pipelines.forEach(pipeline -> free.put(pipeline, Duration.ZERO));
    List<PlannedFault> planned = new ArrayList<>();
    Duration at = CALM;
    while (at.compareTo(trouble) < 0) {
      Duration now = at;
      List<String> choice =
          pipelines.stream().filter(pipeline -> now.compareTo(free.get(pipeline)) >= 0).toList();
      if (!choice.isEmpty()) {
        String pipeline = any(choice, random);
        free.put(pipeline, at.plus(REST));
        ErrorType type = any(types, random);
        Fault fault = random.nextDouble() < USUAL ? usual.get(type) : any(behind.get(type), random);
        String stage = any(stages(fault), random).name();
        planned.add(PlannedFault.of(fault.name(), pipeline, at).at(stage).shownAs(type));
      }
      at = at.plusMillis((long) (GAP.toMillis() * Math.min(3, random.nextExponential())));
    }
    return planned;
  }

  /**
   * What may be behind it: what neither passes by itself nor takes long until it hurts, and what
   * something in the team's runbook is good for. No service says in words that its deploy was bad.
   */
  private List<Fault> seenAs(ErrorType type) {
    return Fault.ALL.stream()
        .filter(fault -> fault.faces().containsKey(type))
        .filter(fault -> type != ErrorType.BAD_DEPLOY && !stages(fault).isEmpty())
        .filter(fault -> !fault.mayPass() && !fault.isForecastable())
        .filter(fault -> runbook(type).stream().anyMatch(action -> mostlyHeals(action, fault)))
        .toList();
  }

  /** The stages that data go through and at which it can begin. */
  private static List<StageSpec> stages(Fault fault) {
    return PipelineSpec.USUAL_STAGES.stream()
        .filter(stage -> stage.kind() != StageKind.ORCHESTRATE)
        .filter(stage -> fault.kinds().contains(stage.kind()))
        .toList();
  }

  private static boolean mostlyHeals(Action action, Fault fault) {
    return fault.heals().containsKey(action) && fault.heals().get(action).middle() >= MOSTLY;
  }

  private List<Action> runbook(ErrorType type) {
    return new Plant(calm(), seed)
        .settings(begin()).stream()
            .filter(part -> part.getRunbook() != null)
            .flatMap(part -> part.getRunbook().getRules().stream())
            .filter(rule -> rule.getErrorType() == type)
            .flatMap(rule -> rule.getActions().stream())
            .toList();
  }

  private static <T> T any(List<T> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** What the plant's owner sets, with room for the demo's haste. */
  public List<Settings> settings() {
    return new Plant(scenario(), seed).settings(begin()).stream().map(Script::unhurried).toList();
  }

  private static Settings unhurried(Settings part) {
    if (part.getGuardrails() == null) {
      return part;
    }
    GuardrailSettings limits =
        GuardrailSettings.newBuilder(part.getGuardrails())
            .setCommandExpiryMillis(EXPIRY.toMillis())
            .build();
    return Settings.newBuilder(part).setGuardrails(limits).build();
  }
}
