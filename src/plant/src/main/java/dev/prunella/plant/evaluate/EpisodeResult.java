package dev.prunella.plant.evaluate;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Instant;
import java.util.List;

/**
 * One fault and what came of it, by the truth of the plant.
 *
 * @param number of the fault in its trial: the same number is the same fault under every policy
 * @param fault the hidden cause
 * @param stage where it began, pipeline/stage
 * @param shown the error type that it is seen as
 * @param kind of the stage where it began
 * @param symptoms what else is seen of it, by name, sorted
 * @param guess the cause that is the most probable by the odds of the world and all that is visible
 * @param healable whether an action that is permitted there can heal it
 * @param healsByItself whether it would have passed without anybody
 * @param startedAt when it began to hurt; if it was prevented, when it was healed
 * @param recovered whether its pipeline delivered within the SLO again before the horizon
 * @param secondsToRecover from when it began to hurt until then; 0 if it was prevented, the horizon
 *     if it did not recover
 * @param secondsToDetect until the first signal in its pipeline; NaN if it was over before
 * @param secondsToFirstEffective until the first action was begun that had a part in healing it;
 *     NaN if none had
 * @param actions carried out for it, in the order of time
 * @param healedWithoutPerson whether it recovered after an action that healed it, and no person
 *     healed it
 * @param shifts how many shifts of its error type had happened when it began
 */
public record EpisodeResult(
    int number,
    String fault,
    String stage,
    ErrorType shown,
    StageKind kind,
    List<String> symptoms,
    String guess,
    boolean healable,
    boolean healsByItself,
    Instant startedAt,
    boolean recovered,
    double secondsToRecover,
    double secondsToDetect,
    double secondsToFirstEffective,
    List<ActionTaken> actions,
    boolean healedWithoutPerson,
    int shifts) {}
