package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PolicySnapshot;
import java.util.List;

/** Every record of every topic that job and executor write; those of one key in their order. */
public record Tape(
    List<Written<Incident>> incidents,
    List<Written<Decision>> decisions,
    List<Written<Command>> commands,
    List<Written<Outcome>> outcomes,
    List<Written<Fence>> fences,
    List<Written<PolicySnapshot>> policies,
    List<Written<Heartbeat>> beats,
    List<Written<DeadLetter>> deadLetters) {}
