package dev.prunella.app.demo;

import java.io.PrintWriter;
import java.util.List;

/** Shows people how a demo goes. */
public interface Display extends AutoCloseable {

  /**
   * @param news in the order of simulated time
   */
  void show(List<Event> news, Scene scene);

  @Override
  void close();

  /**
   * A live view.
   *
   * @param terminal that is all for it
   */
  static Display onTerminal(PrintWriter terminal) {
    return new LiveScreen(terminal);
  }

  /** One line for each event. */
  static Display lines(PrintWriter out) {
    return new EventLines(out);
  }
}
