package dev.prunella.heal;

import dev.prunella.learn.Policy;
import dev.prunella.learn.QPolicy;
import dev.prunella.learn.QTable;

/** Which policy a fleet is healed by. */
public interface Policies {

  /** The learner of the running job. */
  Policies LEARNER = (settings, table) -> new QPolicy(settings.prior(), table, settings.learning());

  /**
   * The policy as it stands; asked for whenever one is needed, so that it is cheap to make.
   *
   * @param table what was learned so far
   */
  Policy policy(FleetSettings settings, QTable table);
}
