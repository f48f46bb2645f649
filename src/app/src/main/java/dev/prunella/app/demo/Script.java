package dev.prunella.app.demo;

import dev.prunella.plant.PlannedFault;
import dev.prunella.plant.Plant;
import dev.prunella.plant.Scenario;
import dev.prunella.plant.fault.Cause;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a demo plays: six pipelines that have worked for two days, then one fault after the other,
 * drawn by seed. Every fault has a cause that does not pass by itself, so that what recovers was
 * healed. Which causes are common differs from seed to seed, and no settings tell: a policy has to
 * learn it.
 *
 * @param seed of all that is drawn
 * @param live begin of the live phase, in simulated time
 */
public record Script(long seed, Instant live) {

  public static final String FLEET = "demo";

  /** A Tuesday morning: the same one each time, as the same seed shall break the same things. */
  public static final Instant LIVE = Instant.parse("2026-01-13T09:00:00Z");

  /** Two days of what is usual: with one of them, the time of day is no season yet. */
  private static final Duration PAST = Duration.ofDays(2);

  /** From the begin of the live phase to the first fault. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** Mean time between two faults. */
  private static final Duration GAP = Duration.ofMinutes(10);

  /** A second of the wall clock is minutes in the demo, and an executor needs up to a second. */
  private static final Duration EXPIRY = Duration.ofMinutes(10);

  /** Most remedies show in the telemetry within so long: batches run every ten minutes. */
  private static final Duration COOLDOWN = Duration.ofMinutes(20);

  /** No demo lasts longer, in simulated time. */
  private static final Duration LONGEST = Duration.ofDays(2);

  /** Begin of the past, in simulated time. */
  Instant begin() {
    return live.minus(PAST);
  }

  Scenario scenario() {
    Scenario calm = Scenario.of(FLEET, begin());
    Scenario drawn = calm.withFaultsDrawn(seed, live.plus(CALM), live.plus(LONGEST), GAP);
    return calm.withFaults(drawn.faults().stream().map(this::lasting).toList());
  }

  private PlannedFault lasting(PlannedFault planned) {
    List<Cause> causes =
        planned.fault().causes().stream().filter(cause -> !cause.healsByItself()).toList();
    SplittableRandom mix = new SplittableRandom(seed * 31 + planned.fault().name().hashCode());
    int common = mix.nextInt(causes.size());
    SplittableRandom draw = new SplittableRandom(seed * 31 + planned.at().toEpochMilli());
    boolean usual = draw.nextInt(4) > 0;
    return planned.because(causes.get(usual ? common : draw.nextInt(causes.size())).name());
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
            .setCooldownMillis(COOLDOWN.toMillis())
            .build();
    return Settings.newBuilder(part).setGuardrails(limits).build();
  }
}
