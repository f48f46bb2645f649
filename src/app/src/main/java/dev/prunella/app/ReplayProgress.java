package dev.prunella.app;

import dev.prunella.app.replay.Replay;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * On a terminal, a bar of the rows played and a live count of the incidents; in a pipe, silence.
 */
final class ReplayProgress implements Replay.Listener, AutoCloseable {
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
      String at = time.equals(Instant.MIN) ? "the job starts" : "the job is at " + time;
      bar.setExtraMessage(" %s, %d incidents".formatted(at, incidents));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
