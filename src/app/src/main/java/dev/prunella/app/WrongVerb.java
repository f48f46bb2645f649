package dev.prunella.app;

import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OrderKind;
import dev.prunella.settings.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says that the newest decision on an incident was wrong. */
@Command(
    name = "wrong",
    description = "Says that the newest decision on an incident was wrong.",
    footer = {
      "The policy learns that this action is not to be taken in such a state. Possible until seven days",
      "after the decision; an incident on which nothing was decided has nothing to correct.",
      "",
      "  ./prunella order wrong 3f2a --note 'the restart broke the nightly load'",
      "",
      "`explain` without an incident lists the newest ones. Exit code: 0 given; 1 Kafka refused, or",
      "there is no such incident; 2 bad usage."
    })
final class WrongVerb implements Callable<Integer> {

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
      if (incident.getSteps() == 0) {
        throw Failure.failed(
            "nothing was decided on incident "
                + incident.getId()
                + " yet, so nothing can be wrong");
      }
      options.give(
          options.order(OrderKind.WRONG, incident.getFleet()).setIncident(incident.getId()).build(),
          cluster,
          connection,
          "Prunella learns that its newest decision on incident %s at %s was wrong. What it knows now: ./prunella explain %s"
              .formatted(incident.getId(), incident.getRootStage(), incident.getId()));
    }
    return 0;
  }
}
