package dev.prunella.app.demo;

import dev.prunella.executor.ActionResult;
import dev.prunella.executor.Connector;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Lets an executor act on simulated pipelines; an action takes its simulated time. */
final class PlantConnector implements Connector {

  private final SharedPlant plant;
  private final Set<String> services;
  private final Set<CompletableFuture<ActionResult>> underway = ConcurrentHashMap.newKeySet();

  /**
   * @param services the services that the plant's stages run on, and people
   */
  PlantConnector(SharedPlant plant, Set<String> services) {
    this.plant = plant;
    this.services = Set.copyOf(services);
  }

  @Override
  public Set<String> services() {
    return services;
  }

  @Override
  public ActionResult act(Command command) throws InterruptedException {
    CompletableFuture<ActionResult> done = new CompletableFuture<>();
    underway.add(done);
    try {
      plant.act(command, outcome -> done.complete(result(outcome)));
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the plant never fails an action", e);
    } finally {
      underway.remove(done);
    }
  }

  /** Simulated time stands still from now on: nobody waits for what would need more of it. */
  void timeEnds() {
    underway.forEach(done -> done.complete(ActionResult.unknown("simulated time has ended")));
  }

  private static ActionResult result(Outcome outcome) {
    return outcome.getStatus() == OutcomeStatus.SUCCEEDED
        ? ActionResult.succeeded(outcome.getDetail())
        : ActionResult.failed(outcome.getDetail());
  }
}
