package dev.prunella.app;

import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OrderKind;
import dev.prunella.settings.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says that there was nothing to heal. */
@Command(
    name = "false-alarm",
    description = "Says that there was nothing to heal.",
    footer = {
      "Ends the incident, if it lasts, and keeps its signals from opening another one. The policy learns",
      "that what was done was in vain, and that to wait was right; up to seven days after the decision.",
      "",
      "  ./prunella order false-alarm 3f2a --note 'a planned load test'",
      "",
      "`explain` without an incident lists the newest ones. Exit code: 0 given; 1 Kafka refused, or",
      "there is no such incident; 2 bad usage."
    })
final class FalseAlarmVerb implements Callable<Integer> {

  @Parameters(
      paramLabel = "INCIDENT",
      description = "Id of the incident, or as much of its beginning as is unique.")
  private String id;

  @Mixin private OrderOptions options;

  @Override
  public Integer call() {
    Connection connection = options.connection();
    try (Cluster cluster = Cluster.connect(connection)) {
      Incident incident = IncidentsTopic.read(cluster, connection).require(id, options.fleet());
      options.give(
          options
              .order(OrderKind.FALSE_ALARM, incident.getFleet())
              .setIncident(incident.getId())
              .build(),
          cluster,
          connection,
          "Prunella takes incident %s at %s for a false alarm. What it knows now: ./prunella explain %s"
              .formatted(incident.getId(), incident.getRootStage(), incident.getId()));
    }
    return 0;
  }
}
