package dev.prunella.app.replay;

import dev.prunella.app.LocalJob;
import dev.prunella.app.LoopView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Plays a recording to a running job and follows it until the job has dealt with all of it. */
public final class Replay {

  private static final Duration LOOK = Duration.ofMillis(200);

  /** If the job's time stands still for so long, it is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Replay() {}

  /** Is told how far a replay has come. */
  public interface Listener {

    /**
     * @param rows played so far
     * @param time that the job has come to; {@link Instant#MIN} at first
     */
    void onProgress(long rows, int incidents, Instant time);
  }

  /**
   * Returns when all that the job says of the recording is in the view.
   *
   * @throws IOException if the recording cannot be read
   * @throws IllegalStateException if the job fails or stands still
   */
  public static void run(
      Recording recording, Player player, LocalJob job, LoopView view, Listener listener)
      throws Exception {
    CompletableFuture<Instant> played = play(recording, player);
    long moved = System.nanoTime();
    Instant time = view.time();
    while (!played.isDone() || end(played).minusMillis(1).isAfter(view.time())) {
      view.poll(LOOK);
      listener.onProgress(player.rows(), view.incidents().size(), view.time());
      if (view.time().isAfter(time) || !played.isDone()) {
        time = view.time();
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the job has not moved for %d s; its time stands at %s"
                .formatted(PATIENCE.toSeconds(), time));
      }
      job.requireRunning();
    }
    job.flush();
    view.pollToEnd();
    listener.onProgress(player.rows(), view.incidents().size(), view.time());
  }

  private static CompletableFuture<Instant> play(Recording recording, Player player) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return player.play(recording);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  private static Instant end(CompletableFuture<Instant> played)
      throws IOException, InterruptedException {
    try {
      return played.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException("the recording could not be played", e.getCause());
    }
  }
}
