package dev.prunella.plant;

import dev.prunella.plant.fault.Effect;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Instant;

/**
 * The truth about one action that was carried out, for evaluation alone.
 *
 * @param commandId what ordered it
 * @param stage pipeline/stage
 * @param injection number of the fault that it met first; -1 if nothing was wrong there
 * @param startedAt when it began
 * @param finishedAt when it had its effect
 * @param cost share of an incident's worth, 0 to 1
 * @param status SUCCEEDED or FAILED, as was reported
 * @param effect what it did to the fault
 */
public record Deed(
    String commandId,
    Action action,
    String stage,
    int injection,
    Instant startedAt,
    Instant finishedAt,
    double cost,
    OutcomeStatus status,
    Effect effect) {}
