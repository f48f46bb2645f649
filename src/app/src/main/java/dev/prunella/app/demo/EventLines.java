package dev.prunella.app.demo;

import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** One line for each event, for logs and pipes. */
final class EventLines implements Display {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ROW = "%7s  %-9s  %-9s  %-22s  %-19s  %-20s  %s";

  private final PrintWriter out;
  private boolean begun;

  EventLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(List<Event> news, Scene scene) {
    if (scene.phase() == Scene.Phase.LIVE && !begun) {
      begun = true;
      out.println(row("ELAPSED", "SIMULATED", "WHAT", "STAGE", "ERROR TYPE", "ACTION", "DETAIL"));
    }
    for (Event event : news) {
      out.println(
          row(
              String.format(Locale.ROOT, "%.1f s", Stopwatch.seconds()),
              TIME.format(event.at()),
              event.kind().toString().toLowerCase(Locale.ROOT),
              event.stage(),
              event.errorType() == null ? "" : event.errorType().toString(),
              event.action() == null ? "" : event.action().toString(),
              event.detail()));
    }
    out.flush();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }

  @Override
  public void close() {
    out.flush();
  }
}
