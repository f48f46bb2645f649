package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;

/** The learner of the running job, as the fleet's settings have it. */
public final class Learner implements Contestant {

  @Override
  public String name() {
    return "learner";
  }

  @Override
  public Policies on(Truth truth, History history) {
    return Policies.LEARNER;
  }
}
