package dev.prunella.guard;

import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.TargetMemory;
import java.util.Collection;

/**
 * What the fleet's people have set, and what else goes on in the fleet.
 *
 * @param freeze null if none is set
 * @param handsOff the orders to leave a stage, or the whole fleet, alone
 * @param targets what is remembered of every target of the fleet
 * @param actingNearby the other incidents, at this or a neighbouring stage or on the same target,
 *     with a command in flight or settling
 */
public record Circumstances(
    GuardrailSettings limits,
    FreezeSettings freeze,
    Collection<Order> handsOff,
    Collection<TargetMemory> targets,
    Collection<Incident> actingNearby) {}
