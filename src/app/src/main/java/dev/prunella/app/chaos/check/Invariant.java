package dev.prunella.app.chaos.check;

import java.util.function.Consumer;

/** Looks at a run for one kind of broken promise. */
interface Invariant {

  void check(Testimony said, Consumer<Violation> broken);
}
