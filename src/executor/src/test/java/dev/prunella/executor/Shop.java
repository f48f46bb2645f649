package dev.prunella.executor;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.ExecutorSettings;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A fleet {@code shop} in which everything that the tests' commands need is permitted. */
final class Shop {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SingleObjectCodec<Settings> codec = new SingleObjectCodec<>(Settings.class);
  private final SettingsView view = new SettingsView(new SingleObjectCodec<>(Settings.class));

  Shop() {
    stage(true);
    set(
        part("autonomy")
            .setAutonomy(
                AutonomySettings.newBuilder()
                    .setOtherwise(Autonomy.AUTONOMOUS)
                    .setRules(List.of())
                    .build()));
    set(
        part("executors")
            .setExecutors(
                new ExecutorSettings(
                    List.of(
                        new AllowRule("glue", List.of(Action.RESTART, Action.SCALE_OUT)),
                        new AllowRule("people", List.of(Action.PAGE_HUMAN))))));
  }

  SettingsView view() {
    return view;
  }

  void stage(boolean idempotent) {
    StageSettings load =
        StageSettings.newBuilder()
            .setName("load")
            .setService("glue")
            .setTarget("glue:1/eu/load")
            .setContract(StageContract.newBuilder().setIdempotent(idempotent).build())
            .build();
    StageSettings aimless = StageSettings.newBuilder().setName("aimless").build();
    set(
        part("pipelines/orders")
            .setPipeline(new PipelineSettings("orders", List.of(load, aimless))));
  }

  void set(Settings.Builder part) {
    Settings settings = part.build();
    view.take(bytes(settings.getFleet() + "/" + settings.getPart()), codec.encode(settings));
  }

  void garble(String key) {
    view.take(bytes(key), new byte[] {1, 2, 3});
  }

  void takeBack(String key) {
    view.take(bytes(key), null);
  }

  static Settings.Builder part(String name) {
    return Settings.newBuilder().setFleet("shop").setPart(name).setAt(NOW);
  }

  static Command.Builder command(String id) {
    return Command.newBuilder()
        .setId(id)
        .setFleet("shop")
        .setIncident("incident of " + id)
        .setStep(0)
        .setStage("orders/load")
        .setTarget("glue:1/eu/load")
        .setService("glue")
        .setAction(Action.RESTART)
        .setIssuedAt(NOW.minusSeconds(1))
        .setExpiresAt(NOW.plusSeconds(120))
        .setState(
            new DecisionState(
                ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN))
        .setPropensity(1)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("it is late");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
