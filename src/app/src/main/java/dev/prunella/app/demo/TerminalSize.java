package dev.prunella.app.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * How much fits on the terminal.
 *
 * @param rows lines, 1 or more
 * @param columns characters of a line, 1 or more
 */
record TerminalSize(int rows, int columns) {

  private static final TerminalSize USUAL = new TerminalSize(24, 80);

  /** Asks the terminal; the usual size if it does not say. */
  static TerminalSize now() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (stty.waitFor(1, TimeUnit.SECONDS) && answer.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}\\s*")) {
        String[] size = answer.strip().split(" ", 2);
        return new TerminalSize(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
      }
    } catch (IOException e) {
      return USUAL; // no such command here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL;
  }
}
