package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.autonomous;
import static dev.prunella.job.Samples.event;
import static dev.prunella.job.Samples.failure;
import static dev.prunella.job.Samples.load;
import static dev.prunella.job.Samples.measurement;
import static dev.prunella.job.Samples.millis;
import static dev.prunella.job.Samples.part;
import static dev.prunella.job.Samples.pipeline;
import static dev.prunella.job.Samples.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Transition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends after a restore leaves nothing behind in the state, nor a timer. */
class ForgettingTest {

  private static final long DAY = 86_400;
  private static final Set<String> SHOP = Set.of("shop");

  @ParameterizedTest
  @EnumSource
  void shouldForgetAStageThatIsRetired(Backend backend) throws Exception {
    try (var detect = new Instances.Detect()) {
      detect.start(backend, 1);
      detect.take(pipeline("shop", load().setOutOfOrderMillis(10_000).build()));
      detect.take(measurement(0, 1));
      detect.take(measurement(60, 1));
      detect.take(millis(60));
      detect.restart(backend, 2, 1);
      assertEquals(Set.of("shop/orders/load"), detect.keys("metrics"));
      assertEquals(Set.of("shop/orders/load"), detect.keys("held"));

      detect.take(
          Telemetry.newBuilder(measurement(61, 0)).setKind(TelemetryKind.RETIREMENT).build());
      detect.take(millis(120));
      assertEquals(Set.of(), detect.keys("metrics"));
      detect.take(millis(15 * DAY));

      assertNothingIsLeft(detect, "stage", "metrics", "held");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetAStageThatWentAwayWithoutAWord(Backend backend) throws Exception {
    try (var detect = new Instances.Detect()) {
      detect.start(backend, 1);
      detect.take(pipeline("shop", load().setSilenceAfterMillis(60_000).build()));
      detect.take(measurement(0, 1));
      detect.take(millis(0));
      detect.restart(backend, 2, 1);

      for (long day = 1; day <= 15; day++) {
        detect.take(millis(day * DAY));
      }

      assertEquals(
          List.of(Transition.OPENED, Transition.RETIRED),
          detect.sent.stream().map(s -> ((Signal) s).getTransition()).toList());
      assertNothingIsLeft(detect, "stage", "metrics", "held");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetASubjectThatIsDeleted(Backend backend) throws Exception {
    try (var drift = new Instances.Drift()) {
      drift.start(backend, 1);
      drift.take(Timeless.BEGINNING);
      drift.take(schema(0, "total"));
      drift.take(millis(0));
      drift.restart(backend, 2, 1);

      drift.take(SchemaEvent.newBuilder(schema(60, "")).setDefinition("").setDeleted(true).build());
      drift.take(millis(13 * DAY));
      assertEquals(Set.of("shop/orders-value"), drift.keys("subject"));
      drift.take(millis(15 * DAY));

      assertEquals(
          List.of(Transition.OPENED, Transition.REBASED),
          drift.sent.stream().map(s -> ((Signal) s).getTransition()).toList());
      assertNothingIsLeft(drift, "subject", "early");
    }
  }

  /** What was learned, and where the log stands, is all that is left of a fleet. */
  @ParameterizedTest
  @EnumSource
  void shouldForgetAFleetsIncidentsAndSettings(Backend backend) throws Exception {
    try (var heal = new Instances.Heal()) {
      heal.start(backend, 1);
      heal.take(event(pipeline("shop", load().build())));
      heal.take(event(autonomous("shop")));
      heal.take(new FleetEvent("shop", null, null, handsOff("orders/ingest")));
      heal.take(failure("shop", "orders/load", 0));
      heal.take(millis(60));
      heal.restart(backend, 2, 1);
      for (String state : List.of("incidents", "steps", "targets", "hands-off", "armed")) {
        assertEquals(SHOP, heal.keys(state), state);
      }

      heal.take(new FleetEvent("shop", null, succeeded(command(heal)), null));
      heal.take(
          Signal.newBuilder(failure("shop", "orders/load", 0))
              .setTransition(Transition.CLEARED)
              .setAt(at(300))
              .build());
      for (String part : List.of("pipelines/orders", "autonomy")) {
        Settings removal = part("shop", part).build();
        heal.take(event(removal));
      }
      heal.take(millis(DAY));
      assertEquals(Set.of(), heal.keys("incidents"));
      heal.take(millis(8 * DAY));

      assertNothingIsLeft(
          heal, "settings", "pending", "incidents", "steps", "targets", "hands-off", "armed");
      assertEquals(SHOP, heal.keys("cells"));
      assertEquals(SHOP, heal.keys("memory"));
    }
  }

  private static void assertNothingIsLeft(Instances<?, ?> instances, String... states) {
    for (String state : states) {
      assertEquals(new TreeSet<>(), instances.keys(state), state);
    }
    assertEquals(0, instances.timers(), "timers");
  }

  private static Command command(Instances.Heal heal) {
    return heal.sent.stream()
        .filter(Command.class::isInstance)
        .map(Command.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Outcome succeeded(Command command) {
    return Outcome.newBuilder()
        .setFleet(command.getFleet())
        .setCommandId(command.getId())
        .setTarget(command.getTarget())
        .setAction(command.getAction())
        .setStatus(OutcomeStatus.SUCCEEDED)
        .setAt(at(90))
        .setActor("executor")
        .setCommand(command)
        .build();
  }

  private static Order handsOff(String stage) {
    return Order.newBuilder()
        .setFleet("shop")
        .setKind(OrderKind.HANDS_OFF)
        .setAt(at(0))
        .setAuthor("ada")
        .setStage(stage)
        .setUntil(at(7200))
        .build();
  }
}
