package dev.prunella.executor;

import dev.prunella.schemas.Command;
import java.util.Set;

/**
 * What reaches one kind of service: it carries commands out on the targets of that service.
 *
 * <p>It is handed only commands that were accepted, each id once, and never two at a time on one
 * target; on different targets it is called from several threads at once.
 */
public interface Connector {

  /** The services whose targets it acts on, as the settings' stages name them; never empty. */
  Set<String> services();

  /**
   * Carries one command out, and returns when it is done or has failed; it may block. After the
   * executor's time limit the thread is interrupted, and the command is reported as TIMED_OUT
   * whatever comes later.
   *
   * <p>It must not do again by itself what may have happened: that is {@link ActionResult#unknown}.
   * An unchecked exception counts as that too.
   *
   * @throws InterruptedException if it was interrupted while it waited
   */
  ActionResult act(Command command) throws InterruptedException;
}
