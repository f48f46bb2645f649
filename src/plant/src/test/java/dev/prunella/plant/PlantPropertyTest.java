package dev.prunella.plant;

import static dev.prunella.plant.Trial.T0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds whatever goes wrong and whatever is done about it. */
class PlantPropertyTest {
  private static final List<String> STAGES = List.of("schedule", "ingest", "transform", "load");
  private static final Duration DAY = Duration.ofHours(24);

  @Property(tries = 20)
  void shouldKeepEveryRecord(@ForAll long seed) {
    Trial trial = new Trial(eventful(seed), seed);
    Random random = new Random(seed);
    long arrived = 0;
    for (Duration time = Duration.ZERO; time.compareTo(DAY) < 0; ) {
      time = time.plusMinutes(1 + random.nextInt(60));
      orderSomething(trial, random);
      trial.until(time);
      for (String pipeline : trial.plant.injections().stream().map(Injection::pipeline).toList()) {
        Balance balance = trial.plant.balance(pipeline);
        assertEquals(
            balance.arrived(), balance.delivered() + balance.quarantined() + balance.underway());
        arrived += balance.arrived();
      }
    }
    assertTrue(arrived > 0);
  }

  @Property(tries = 10)
  void shouldRepeatItselfForTheSameSeedHoweverFarTimeLeaps(@ForAll long seed) {
    Trial once = acted(new Trial(eventful(seed), seed)).until(DAY);
    Trial often = acted(new Trial(eventful(seed), seed));
    Random random = new Random(seed);
    for (Duration time = Duration.ofHours(6); time.compareTo(DAY) < 0; ) {
      often.until(time);
      time = time.plusSeconds(1 + random.nextInt(5000));
    }
    often.until(DAY);

    assertEquals(once.telemetry, often.telemetry);
    assertEquals(once.schemas, often.schemas);
    assertEquals(once.outcomes, often.outcomes);
    assertEquals(once.plant.injections(), often.plant.injections());
  }

  private static Trial acted(Trial trial) {
    return trial.until(Duration.ofHours(6)).order(Action.RESTART, "orders/transform");
  }

  private static void orderSomething(Trial trial, Random random) {
    Action action = Action.values()[1 + random.nextInt(Action.values().length - 1)];
    String pipeline = Scenario.PIPELINES.get(random.nextInt(2));
    String stage = pipeline + "/" + STAGES.get(random.nextInt(STAGES.size()));
    trial.order(action, stage, Trial.times(0.5 + 2 * random.nextDouble()));
  }

  private static Scenario eventful(long seed) {
    return Scenario.of("shop", T0)
        .withPipelines("orders", "payments")
        .withFaultsDrawn(seed, T0, T0.plus(DAY), Duration.ofMinutes(60));
  }
}
