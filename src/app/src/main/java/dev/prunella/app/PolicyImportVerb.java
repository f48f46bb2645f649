package dev.prunella.app;

import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.settings.Connection;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hands a fleet what was learned elsewhere. */
@Command(
    name = "import",
    description = "Hands a fleet what was learned elsewhere, as a prior.",
    footer = {
      "FILE is what ./prunella train writes, or a record of the topic policy as JSON. From then on the",
      "fleet's policy begins with it: it counts at most as much as the runbook, however many incidents",
      "are behind it, and less with every incident of the fleet's own. It takes the place of what was",
      "imported before. The log of decisions says so (IMPORTED), and what was learned stays its fold.",
      "",
      "  ./prunella train --scenarios deploy/scenarios --out policy.json",
      "  ./prunella policy import policy.json --fleet shop",
      "",
      "Exit code: 0 given; 1 Kafka refused, or the file holds no policy; 2 bad usage."
    })
final class PolicyImportVerb implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The policy.")
  private Path file;

  @Mixin private OrderOptions options;

  @Override
  public Integer call() {
    PolicySnapshot policy = PolicyFile.read(file);
    if (policy.getCells().isEmpty()) {
      throw Failure.failed(file + " holds a policy that knows nothing");
    }
    Connection connection = options.connection();
    try (Cluster cluster = Cluster.connect(connection)) {
      SettingsTopic topic = new SettingsTopic(cluster, connection);
      String fleet = fleet(Fleets.of(topic.read(), topic.name() + " at " + cluster.address()));
      options.give(
          options.order(OrderKind.IMPORT_POLICY, fleet).setPolicy(policy).build(),
          cluster,
          connection,
          "Fleet %s begins with what was learned of %s states and actions (%s)."
              .formatted(fleet, policy.getCells().size(), file));
    }
    return 0;
  }

  private String fleet(Fleets known) {
    if (options.fleet() != null) {
      known.require(options.fleet());
      return options.fleet();
    }
    Set<String> fleets = known.some();
    if (fleets.size() > 1) {
      throw Failure.usage("say which fleet with --fleet: " + String.join(", ", fleets));
    }
    return fleets.iterator().next();
  }
}
