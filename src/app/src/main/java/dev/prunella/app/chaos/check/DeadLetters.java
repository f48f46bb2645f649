package dev.prunella.app.chaos.check;

import dev.prunella.schemas.DeadLetter;
import java.util.function.Consumer;

/** All that was sent could be read, so nothing may be refused. */
final class DeadLetters implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    for (Written<DeadLetter> written : said.tape().deadLetters()) {
      DeadLetter letter = written.value();
      broken.accept(
          new Violation(
              Promise.NOTHING_IS_REFUSED,
              "%s %d:%d".formatted(letter.getTopic(), letter.getPartition(), letter.getOffset()),
              letter.getReason() + ": " + letter.getMessage()));
    }
  }
}
