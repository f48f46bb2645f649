package dev.prunella.executor;

import dev.prunella.settings.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The connectors of an executor: those that it is given, and those that the connection sets. */
final class Connectors {

  private Connectors() {}

  /** With a webhook for each service that has one and is not served, and somebody for pages. */
  static List<Connector> complete(Collection<Connector> given, Connection connection) {
    List<Connector> all = new ArrayList<>(given);
    Set<String> served = new TreeSet<>();
    given.forEach(connector -> served.addAll(connector.services()));
    connection
        .executor()
        .webhooks()
        .forEach(
            (service, webhook) -> {
              if (served.add(service)) {
                all.add(new WebhookConnector(service, webhook));
              }
            });
    if (served.add(CommandGate.PEOPLE)) {
      all.add(new LoggedPages());
    }
    return all;
  }
}
