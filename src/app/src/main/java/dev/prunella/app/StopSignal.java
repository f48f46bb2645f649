package dev.prunella.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, or a friendly kill, as a wish that is granted at the next opportunity, so that there is
 * time for a summary and for tidying up. A second one ends the process as usual.
 */
public final class StopSignal implements AutoCloseable {

  private final CountDownLatch wished = new CountDownLatch(1);
  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

  public StopSignal() {
    for (String name : new String[] {"INT", "TERM"}) {
      Signal signal = new Signal(name);
      try {
        before.put(signal, Signal.handle(signal, this::wish));
      } catch (IllegalArgumentException e) {
        // The JVM was told to leave this signal alone (-Xrs); then it ends the process as ever.
      }
    }
  }

  private void wish(Signal signal) {
    if (wished.getCount() == 0) {
      before.get(signal).handle(signal);
    }
    wished.countDown();
  }

  /** Whether somebody wished the end. */
  public boolean isWished() {
    return wished.getCount() == 0;
  }

  /** Waits until somebody wishes the end. */
  public void await() throws InterruptedException {
    wished.await();
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
