package dev.prunella.executor;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What one turn of the executor comes to: records to be written in one transaction, and the
 * commands to be carried out once they are. Not thread-safe.
 */
final class Step {
  private final List<Fence> fences = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<Command> accepted = new ArrayList<>();
  private boolean ends;

  void refuse(DeadLetter letter) {
    deadLetters.add(letter);
  }

  void report(Outcome outcome) {
    outcomes.add(outcome);
  }

  void accept(Command command, Fence fence, Outcome outcome) {
    accepted.add(command);
    fences.add(fence);
    outcomes.add(outcome);
  }

  void end(Fence fence, Outcome outcome) {
    fences.add(fence);
    outcomes.add(outcome);
    ends = true;
  }

  boolean isEmpty() {
    return fences.isEmpty() && outcomes.isEmpty() && deadLetters.isEmpty();
  }

  List<Fence> fences() {
    return fences;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** What is to be carried out once the step is written. */
  List<Command> accepted() {
    return accepted;
  }

  /** Whether it records how an action ended. */
  boolean ends() {
    return ends;
  }
}
