package dev.prunella.plant.baseline;

import dev.prunella.plant.Injection;
import dev.prunella.plant.world.Odds;
import java.util.List;

/** What nobody in a fleet knows of it. A contestant that looks at it says so. */
public interface Truth {

  /** What is true of the world. */
  Odds odds();

  /** Every fault so far, oldest first. */
  List<Injection> injections();
}
