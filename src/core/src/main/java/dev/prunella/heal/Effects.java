package dev.prunella.heal;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.PolicySnapshot;

/** What {@link Healing} wants the world to know, in the order in which it came about. */
public interface Effects {

  void incident(Incident incident);

  void decision(Decision decision);

  void command(Command command);

  void policy(PolicySnapshot snapshot);
}
