package dev.prunella.plant.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Many trials on several cores. A trial has nothing to do with any other one, and the results come
 * in the order of the trials, so they are the same bit by bit however many threads there are.
 */
public final class Evaluation {
  private final Function<Trial, TrialResult> runner;
  private final int threads;
  private final Listener listener;

  /** Who follows it; called by several threads, one at a time. */
  public interface Listener {

    /** A trial is done, now or by an evaluation that was broken off. */
    void onTrial(Trial trial, TrialResult result);
  }

  /**
   * @param runner runs one trial; called by several threads at a time
   * @param threads 1 or more
   */
  public Evaluation(Function<Trial, TrialResult> runner, int threads, Listener listener) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; expected 1 or more");
    }
    this.runner = runner;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Runs those that the log does not know yet, and leaves all of them in it.
   *
   * @return one for each trial, in their order
   * @throws IllegalStateException if a trial failed; those that were done are in the log
   */
  public List<TrialResult> run(List<Trial> trials, TrialLog log)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<TrialResult>> running = new ArrayList<>();
      for (Trial trial : trials) {
        running.add(pool.submit(task(trial, log)));
      }
      List<TrialResult> results = new ArrayList<>();
      for (Future<TrialResult> one : running) {
        results.add(result(one));
      }
      log.tidy(trials);
      return results;
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private Callable<TrialResult> task(Trial trial, TrialLog log) {
    return () -> {
      TrialResult result = log.find(trial).orElse(null);
      if (result == null) {
        result = ran(trial);
        log.add(trial, result);
      }
      synchronized (listener) {
        listener.onTrial(trial, result);
      }
      return result;
    };
  }

  private TrialResult ran(Trial trial) {
    try {
      return runner.apply(trial);
    } catch (RuntimeException e) {
      throw new IllegalStateException("the trial failed: " + trial, e);
    }
  }

  private static TrialResult result(Future<TrialResult> trial)
      throws IOException, InterruptedException {
    try {
      return trial.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("a trial was cancelled by nobody", e);
    }
  }
}
