package dev.prunella.app;

import dev.prunella.app.replay.Replay;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * On a terminal, a bar of the rows played and a live count of the incidents; in a pipe, silence.
 */
final class ReplayProgress implements Replay.Listener, AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ProgressBar bar; // null in a pipe

  ReplayProgress(long rows) {
    bar =
        System.console() == null
            ? null
            : new ProgressBarBuilder()
                .setTaskName("Rows played")
                .setInitialMax(rows)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
  }

  @Override
  public void onProgress(long rows, int incidents, Instant time) {
    if (bar != null) {
      bar.stepTo(rows);
      String at =
          time.equals(Instant.MIN) ? "the job starts" : "the job is at " + TIME.format(time);
      bar.setExtraMessage(" %s, incidents: %d".formatted(at, incidents));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
