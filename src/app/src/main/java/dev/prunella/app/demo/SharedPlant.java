package dev.prunella.app.demo;

import dev.prunella.plant.Injection;
import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A plant whose time one thread moves while others act on it. Thread-safe. */
public final class SharedPlant {

  private final Plant plant;
  private Instant time;

  public SharedPlant(Plant plant) {
    this.plant = plant;
    this.time = plant.now();
  }

  public synchronized void advanceTo(Instant now, Output out) {
    plant.advanceTo(now, out);
    time = now;
  }

  /**
   * Begins to carry out a command.
   *
   * @param done is told how it ended by the thread that moves the time
   */
  public synchronized void act(Command command, Consumer<Outcome> done) {
    plant.act(command, time, done);
  }

  public synchronized List<Injection> injections() {
    return plant.injections();
  }
}
