package dev.prunella.app;

import dev.prunella.app.replay.Replay;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish of a person or of the system that this process ends (Ctrl-C, SIGTERM). It is held up
 * until this object is closed, so that what was opened after it can be closed in order and leaves
 * no temporary folder behind.
 */
final class Termination implements AutoCloseable {

  private static final long LONGEST_SECONDS = 30;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private Termination() {}

  /** From now on the end is held up. */
  static Termination awaited() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(new Thread(termination::holdUp, "prunella-termination"));
    return termination;
  }

  /** Returns when the end is asked for. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** The listener, behind one that breaks the replay off once the end is asked for. */
  Replay.Listener checkedBefore(Replay.Listener listener) {
    return (rows, incidents, time) -> {
      if (asked.getCount() == 0) {
        throw Failure.failed("ended before the recording was played");
      }
      listener.onProgress(rows, incidents, time);
    };
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void holdUp() {
    asked.countDown();
    try {
      // After an ordinary end it is closed already.
      closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
