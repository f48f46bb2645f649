package dev.prunella.app.recovery;

import dev.prunella.executor.ActionResult;
import dev.prunella.executor.Connector;
import dev.prunella.schemas.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The stages of a site, which break again and again, one after the other, and stay broken until
 * they are acted on. It records every action.
 */
final class BreakingStages implements Connector, AutoCloseable {

  private static final long MILLIS_BETWEEN_VALUES = 200;

  private final Site site;
  private final Duration goodFor;
  private final List<Instant> brokenSince = new ArrayList<>(); // null: it is well
  private final List<Instant> wellSince = new ArrayList<>();
  private final Queue<Command> acts = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private boolean breaking;
  private boolean stubborn;
  private int faults;

  /**
   * @param goodFor how long a stage is well before it breaks again
   */
  BreakingStages(Site site, int stages, Duration goodFor) {
    this.site = site;
    this.goodFor = goodFor;
    for (int i = 0; i < stages; i++) {
      brokenSince.add(null);
      // not all at one time
      wellSince.add(Instant.now().minus(goodFor.multipliedBy(i).dividedBy(stages)));
    }
    thread.scheduleAtFixedRate(this::measure, 0, MILLIS_BETWEEN_VALUES, TimeUnit.MILLISECONDS);
  }

  private synchronized void measure() {
    Instant now = Instant.now();
    for (int i = 0; i < brokenSince.size(); i++) {
      if (breaking && brokenSince.get(i) == null && wellSince.get(i).plus(goodFor).isBefore(now)) {
        breakDown(i);
      }
      site.latency(i, now, brokenSince.get(i) == null ? Site.GOOD : Site.BROKEN);
    }
  }

  /** Lets stages break from now on, or no more. */
  synchronized void breaking(boolean breaking) {
    this.breaking = breaking;
  }

  /** Whether actions do not help. */
  synchronized void stubborn(boolean stubborn) {
    this.stubborn = stubborn;
  }

  synchronized void breakDown(int stage) {
    brokenSince.set(stage, Instant.now());
    faults++;
  }

  synchronized int faults() {
    return faults;
  }

  synchronized boolean allWell() {
    return brokenSince.stream().allMatch(since -> since == null);
  }

  /** Every command that was acted on, in its order. */
  List<Command> acts() {
    return List.copyOf(acts);
  }

  @Override
  public Set<String> services() {
    return Set.of("redshift");
  }

  @Override
  public synchronized ActionResult act(Command command) {
    acts.add(command);
    if (!stubborn) {
      int stage = Site.number(command.getStage());
      brokenSince.set(stage, null);
      wellSince.set(stage, Instant.now());
    }
    return ActionResult.succeeded("it was done");
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
