package dev.prunella.plant.rehearsal;

import dev.prunella.plant.Injection;
import dev.prunella.plant.Plant;
import dev.prunella.plant.baseline.Truth;
import dev.prunella.plant.world.Odds;
import java.util.List;

/** What is true of a plant. */
record TruthOf(Plant plant) implements Truth {

  @Override
  public Odds odds() {
    return plant.odds();
  }

  @Override
  public List<Injection> injections() {
    return plant.injections();
  }
}
