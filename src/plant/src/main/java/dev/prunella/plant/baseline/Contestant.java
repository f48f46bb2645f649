package dev.prunella.plant.baseline;

import dev.prunella.heal.Policies;

/** Takes part in an evaluation, by its name. It holds nothing that one run could tell another. */
public interface Contestant {

  /** In lower case, as results name it. */
  String name();

  /**
   * What heals the fleet in one run.
   *
   * @param truth that only those look at who say so
   * @param history of that run
   */
  Policies on(Truth truth, History history);
}
