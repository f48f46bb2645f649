package dev.prunella.app.replay;

import dev.prunella.app.LocalJob;
import dev.prunella.app.LoopView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Plays a recording to a running job and follows it until the job has dealt with all of it. */
final class Replay {

  private static final Duration LOOK = Duration.ofMillis(200);

  /** If the job's time stands still for so long, it is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Replay() {}

  /** How far a replay has come. */
  record Progress(long rows, LoopView view) {}

  /**
   * @param state a folder for the job's state
   */
  static void run(
      Recording recording,
      Player player,
      LocalJob job,
      LoopView view,
      Path state,
      Consumer<Progress> progress)
      throws Exception {
    CompletableFuture<Instant> played =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return player.play(recording);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    long moved = System.nanoTime();
    Instant time = view.time();
    while (!played.isDone() || played.get().minusMillis(1).isAfter(view.time())) {
      view.poll(LOOK);
      progress.accept(new Progress(player.rows(), view));
      if (view.time().isAfter(time) || !played.isDone()) {
        time = view.time();
        moved = System.nanoTime();
      } else {
        job.requireRunning();
        if (System.nanoTime() - moved > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              "the job has not moved for %d s; its time stands at %s"
                  .formatted(PATIENCE.toSeconds(), time));
        }
      }
    }
    job.flush(state);
    view.pollToEnd();
    progress.accept(new Progress(player.rows(), view));
  }
}
