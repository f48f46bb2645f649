package dev.prunella.app.demo;

import java.io.PrintWriter;
import java.util.List;

/**
 * A live view, redrawn in place on a terminal; its last state stays there. What else is printed
 * meanwhile spoils it for a moment.
 */
final class LiveScreen implements Display {

  private static final long REDRAW_NANOS = 200_000_000;
  private static final long ASK_SIZE_NANOS = 2_000_000_000;

  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final PrintWriter out;
  private TerminalSize size = TerminalSize.now();
  private long sizeAt = System.nanoTime();
  private long drawnAt;
  private int drawn;
  private Scene undrawn;

  LiveScreen(PrintWriter out) {
    this.out = out;
    out.print(HIDE_CURSOR);
  }

  @Override
  public void show(List<Event> news, Scene scene) {
    undrawn = scene;
    long now = System.nanoTime();
    if (now - sizeAt > ASK_SIZE_NANOS) {
      size = TerminalSize.now();
      sizeAt = now;
    }
    if (drawn == 0 || now - drawnAt > REDRAW_NANOS) {
      draw(scene);
      drawnAt = now;
    }
  }

  private void draw(Scene scene) {
    List<String> lines = ScreenText.of(scene, size);
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\033[").append(drawn).append("F"); // up, to the first column
    }
    for (String line : lines) {
      frame.append(line).append(CLEAR_LINE).append('\n');
    }
    frame.append(CLEAR_BELOW);
    out.print(frame);
    out.flush();
    drawn = lines.size();
    undrawn = null;
  }

  @Override
  public void close() {
    if (undrawn != null) {
      draw(undrawn);
    }
    out.print(SHOW_CURSOR);
    out.flush();
  }
}
