package dev.prunella.executor;

import dev.prunella.schemas.Command;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages where nothing else is set for people: they stand in the log, and in outcomes. */
final class LoggedPages implements Connector {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedPages.class);

  @Override
  public Set<String> services() {
    return Set.of(CommandGate.PEOPLE);
  }

  @Override
  public ActionResult act(Command command) {
    LOG.warn(
        "somebody of {} is needed at {} (incident {}): {}",
        command.getFleet(),
        command.getStage(),
        command.getIncident(),
        command.getReason());
    return ActionResult.succeeded(
        "it stands in the executor's log; set connection.executor.webhooks.people to send it");
  }
}
