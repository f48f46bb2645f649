package dev.prunella.app.demo;

import dev.prunella.plant.PlannedFault;
import dev.prunella.plant.Plant;
import dev.prunella.plant.Scenario;
import dev.prunella.plant.fault.Cause;
import dev.prunella.plant.fault.Fault;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a demo plays: six pipelines that have worked for two days, then one fault after the other,
 * drawn by seed. Every fault has a cause that does not pass by itself, so that what recovers was
 * healed. Which causes are common differs from seed to seed, and no settings tell: a policy has to
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
  private static final Duration REST = Duration.ofMinutes(90);

  /** How often a fault has the cause that is the usual one for this seed. */
  private static final double USUAL = 0.75;

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
    Scenario calm = Scenario.of(FLEET, begin());
    return calm.withFaults(faults(calm.pipelines()));
  }

  private List<PlannedFault> faults(List<String> pipelines) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Fault, Cause> usual = new LinkedHashMap<>();
    Fault.ALL.forEach(fault -> usual.put(fault, any(lasting(fault), random)));
    Map<String, Instant> free = new LinkedHashMap<>();
    pipelines.forEach(pipeline -> free.put(pipeline, live));
    List<PlannedFault> planned = new ArrayList<>();
    Instant at = live.plus(CALM);
    while (at.isBefore(live.plus(trouble))) {
      Instant now = at;
      List<String> choice =
          pipelines.stream().filter(pipeline -> !now.isBefore(free.get(pipeline))).toList();
      if (!choice.isEmpty()) {
        String pipeline = any(choice, random);
        free.put(pipeline, at.plus(REST));
        Fault fault = any(Fault.ALL, random);
        Cause cause = random.nextDouble() < USUAL ? usual.get(fault) : any(lasting(fault), random);
        planned.add(PlannedFault.of(fault, pipeline, at).because(cause.name()));
      }
      at = at.plusMillis((long) (GAP.toMillis() * Math.min(3, random.nextExponential())));
    }
    return planned;
  }

  private static List<Cause> lasting(Fault fault) {
    return fault.causes().stream().filter(cause -> !cause.healsByItself()).toList();
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
