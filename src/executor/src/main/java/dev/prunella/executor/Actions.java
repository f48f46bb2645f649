package dev.prunella.executor;

import dev.prunella.schemas.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actions in hand: a bounded number of threads that carry commands out, each for a bounded
 * time. An action stays in hand until its end is recorded. To be used by one thread.
 */
final class Actions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

  /** How an action ended. */
  record Ended(Command command, ActionResult result) {}

  /**
   * @param begun whether a thread has taken it
   */
  private record InHand(
      Command command, AtomicBoolean begun, Future<ActionResult> result, long deadline) {}

  private final Map<String, Connector> connectors;
  private final Duration longest;
  private final int most;
  private final LongSupplier nanoTime;
  private final Seams seams;
  private final ExecutorService threads;

  /** By command id, until the end is recorded. */
  private final Map<String, InHand> inHand = new LinkedHashMap<>();

  /** By target, the command whose thread has not returned from it. */
  private final Map<String, String> touched = new ConcurrentHashMap<>();

  /**
   * @param connectors by service
   * @param longest how long an action may take
   * @param most how many may be carried out at a time, 1 or more
   * @param nanoTime a clock that only goes forward
   */
  Actions(
      Map<String, Connector> connectors,
      Duration longest,
      int most,
      LongSupplier nanoTime,
      Seams seams) {
    this.connectors = Map.copyOf(connectors);
    this.longest = longest;
    this.most = most;
    this.nanoTime = nanoTime;
    this.seams = seams;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            most,
            task -> {
              Thread thread = new Thread(task, "prunella-action-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How many more could be begun at once. */
  int free() {
    return most - Math.max(touched.size(), inHand.size());
  }

  /** Begins one; there must be one free, and nothing in hand on its target. */
  void begin(Command command) {
    long begun = nanoTime.getAsLong();
    AtomicBoolean taken = new AtomicBoolean();
    touched.put(command.getTarget(), command.getId());
    Future<ActionResult> result =
        threads.submit(
            () -> {
              try {
                taken.set(true);
                return act(command, begun);
              } finally {
                touched.remove(command.getTarget());
              }
            });
    inHand.put(command.getId(), new InHand(command, taken, result, begun + longest.toNanos()));
  }

  /** Those that have ended, or whose time is over; again and again until they are recorded. */
  List<Ended> ended() {
    List<Ended> ended = new ArrayList<>();
    for (InHand each : inHand.values()) {
      if (each.result().isDone() && !each.result().isCancelled()) {
        ended.add(new Ended(each.command(), finished(each.result())));
      } else if (each.begun().get() && nanoTime.getAsLong() - each.deadline() >= 0) {
        each.result().cancel(true);
        ended.add(
            new Ended(
                each.command(),
                ActionResult.timedOut(
                    "it did not end within %d s (connection.executor.action_timeout)"
                        .formatted(longest.toSeconds()))));
      }
    }
    return ended;
  }

  /** Gives up what has not ended, as UNKNOWN. */
  List<Ended> giveUp() {
    return inHand.values().stream()
        .map(
            each ->
                new Ended(
                    each.command(),
                    ActionResult.unknown("the executor was stopped while it was carried out")))
        .toList();
  }

  void recorded(Ended ended) {
    inHand.remove(ended.command().getId());
  }

  boolean isInHand(String commandId) {
    return inHand.containsKey(commandId);
  }

  boolean isEmpty() {
    return inHand.isEmpty();
  }

  /** The command whose action has not returned from the target, timed out or not; null if none. */
  String touching(String target) {
    return touched.get(target);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static ActionResult finished(Future<ActionResult> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      LOG.error("an action failed", e.getCause());
      return ActionResult.unknown("the connector failed: " + e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("it was done, so nothing had to be waited for", e);
    }
  }

  private ActionResult act(Command command, long begun) {
    // A process that stood still for so long may have been taken for dead, and replaced.
    if (nanoTime.getAsLong() - begun >= longest.toNanos()) {
      return ActionResult.failed("it could not be begun in time, and was not");
    }
    try {
      seams.at(Seam.BEFORE_ACTION);
      ActionResult result = connectors.get(command.getService()).act(command);
      seams.at(Seam.AFTER_ACTION);
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ActionResult.unknown("it was interrupted");
    } catch (RuntimeException e) {
      LOG.error("the connector of {} failed", command.getService(), e);
      return ActionResult.unknown("the connector failed: " + e);
    }
  }
}
