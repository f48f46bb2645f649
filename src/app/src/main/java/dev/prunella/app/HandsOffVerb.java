package dev.prunella.app;

import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leaves a stage, or a whole fleet, to people for a time. */
@Command(
    name = "hands-off",
    description = "Leaves a stage, or a whole fleet, to people for a time.",
    footer = {
      "Incidents that begin at the stage get no action meanwhile; people are paged as before. What",
      "an earlier action did is not learned from, for people now have a part in it.",
      "",
      "  ./prunella order hands-off orders/load --for 2h --note 'vacuum is running'",
      "  ./prunella order hands-off --fleet shop --for 30m",
      "  ./prunella order hands-off orders/load --off    it may be acted on again",
      "",
      "Exit code: 0 given; 1 Kafka refused, or there is no such stage; 2 bad usage."
    })
final class HandsOffVerb implements Callable<Integer> {

  @Parameters(
      paramLabel = "STAGE",
      arity = "0..1",
      description = "The stage, as pipeline/stage; without it, the whole fleet that --fleet names.")
  private String stage;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = Words.OfDuration.class,
      description = "For how long, such as 30m, 2h, 1d.")
  private Duration duration;

  @Option(names = "--off", description = "Takes it back.")
  private boolean off;

  @Mixin private OrderOptions options;

  @Override
  public Integer call() {
    if (stage == null && options.fleet() == null) {
      throw Failure.usage("name a stage as pipeline/stage, or a whole fleet with --fleet");
    }
    if (off == (duration != null)) {
      throw Failure.usage(
          "say for how long with --for, such as --for 2h, or --off to take it back");
    }
    Connection connection = options.connection();
    try (Cluster cluster = Cluster.connect(connection)) {
      SettingsTopic topic = new SettingsTopic(cluster, connection);
      Fleets known = Fleets.of(topic.read(), topic.name() + " at " + cluster.address());
      String fleet = fleet(known);
      Order.Builder order = options.order(OrderKind.HANDS_OFF, fleet);
      Instant until = off ? order.getAt() : order.getAt().plus(duration);
      order.setUntil(until).setStage(stage == null ? "" : stage);
      String what = stage == null ? "every stage of fleet " + fleet : stage + " of fleet " + fleet;
      options.give(
          order.build(),
          cluster,
          connection,
          off
              ? "Prunella may act on " + what + " again."
              : "Prunella leaves " + what + " alone until " + until + ".");
    }
    return 0;
  }

  /** The fleet that has the stage. A slip of the pen must not pass for hands off. */
  private String fleet(Fleets known) {
    if (options.fleet() != null) {
      List<String> stages = known.stages(options.fleet());
      if (stage != null && !stages.contains(stage)) {
        throw noSuchStage("fleet " + options.fleet() + " has no stage", stages);
      }
      return options.fleet();
    }
    List<String> fleets =
        known.some().stream().filter(fleet -> known.stages(fleet).contains(stage)).toList();
    if (fleets.isEmpty()) {
      throw noSuchStage(
          "no fleet has a stage",
          known.some().stream().flatMap(f -> known.stages(f).stream()).toList());
    }
    if (fleets.size() > 1) {
      throw Failure.usage(
          stage
              + " is a stage of several fleets: say which with --fleet: "
              + String.join(", ", fleets));
    }
    return fleets.get(0);
  }

  private Failure noSuchStage(String finding, List<String> known) {
    return Failure.failed(
        finding
            + " '"
            + stage
            + "'; known: "
            + (known.isEmpty() ? "none" : String.join(", ", known)));
  }
}
