package dev.prunella.app.chaos;

import dev.prunella.app.chaos.check.Strike;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Strikes again and again, in a thread of its own: after each strike it waits until all is as
 * before, then for a moment.
 */
final class Striker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Striker.class);

  private static final Duration POLL = Duration.ofMillis(250);

  private final Arsenal arsenal;
  private final List<Kind> kinds;
  private final Duration duration;
  private final int least;
  private final Supplier<BooleanSupplier> recovery;
  private final Consumer<String> progress;
  private final List<Strike> strikes = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "prunella-striker");

  /**
   * @param kinds that it strikes with
   * @param duration after which it strikes no more
   * @param least how often it strikes however long that takes
   * @param recovery begins to look whether all is as before
   */
  Striker(
      Arsenal arsenal,
      List<Kind> kinds,
      Duration duration,
      int least,
      Supplier<BooleanSupplier> recovery,
      Consumer<String> progress) {
    this.arsenal = arsenal;
    this.kinds = kinds;
    this.duration = duration;
    this.least = least;
    this.recovery = recovery;
    this.progress = progress;
  }

  void start() {
    thread.start();
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  /** What was done so far. */
  List<Strike> strikes() {
    return List.copyOf(strikes);
  }

  private void run() {
    long end = System.nanoTime() + duration.toNanos();
    try {
      while (System.nanoTime() < end || strikes.size() < least) {
        Thread.sleep(arsenal.moment(2, 6).toMillis());
        strike(arsenal.next(kinds));
      }
    } catch (InterruptedException e) {
      // It is asked to stop.
    }
  }

  private void strike(Blow blow) throws InterruptedException {
    Instant at = Instant.now();
    Optional<Instant> recovered = Optional.empty();
    try {
      blow.act().run();
      recovered = awaitRecovery(at.plus(blow.deadline()));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.error("{} {} failed", blow.kind(), blow.member(), e);
    }
    Strike strike = new Strike(blow.kind(), blow.member(), at, recovered, blow.deadline());
    strikes.add(strike);
    progress.accept(
        "%s %-8s %-40s %s"
            .formatted(
                at.toString().substring(11, 19),
                blow.kind(),
                blow.member(),
                strike
                    .recovery()
                    .map(took -> "recovered after %.1f s".formatted(took.toMillis() / 1000.0))
                    .orElse("did not recover")));
  }

  private Optional<Instant> awaitRecovery(Instant deadline) throws InterruptedException {
    BooleanSupplier recovered = recovery.get();
    while (!recovered.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        return Optional.empty();
      }
      Thread.sleep(POLL.toMillis());
    }
    return Optional.of(Instant.now());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
