package dev.prunella.app.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process of a local cluster, known by the file that holds its process id: alive or not, and
 * whoever started it.
 */
public final class Member {

  /** A process that bears an id of before began at another time. */
  private static final Duration SAME = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofSeconds(15);

  private final String name;
  private final Path pidFile;
  private final Path log;

  Member(String name, Path pidFile, Path log) {
    this.name = name;
    this.pidFile = pidFile;
    this.log = log;
  }

  /** Such as {@code taskmanager-1}. */
  public String name() {
    return name;
  }

  /** Where it logs; the file is there once it has begun to. */
  public Path log() {
    return log;
  }

  /** What it printed before it could log. */
  Path out() {
    return log.resolveSibling(name + ".out");
  }

  /** Whether its process runs; one that is stalled does. */
  public boolean isAlive() {
    return process().isPresent();
  }

  /**
   * The id of its process.
   *
   * @throws ClusterException if it does not run
   */
  public long pid() {
    return running().pid();
  }

  /** Ends it as SIGKILL does, at any point of its work, and returns once it has ended. */
  public void kill() {
    end(running(), true);
  }

  /** Stops it as SIGSTOP does: it keeps memory and connections, and does nothing. */
  public void stall() {
    signal("STOP");
  }

  /** Lets it go on after {@link #stall}. */
  public void resume() {
    signal("CONT");
  }

  /** Asks it to end, and ends it if it does not within fifteen seconds. */
  void stop() {
    process()
        .ifPresent(
            process -> {
              resume(); // one that is stalled would not hear
              end(process, false);
            });
  }

  void started(Process process) {
    try {
      Files.writeString(pidFile, process.pid() + " " + Instant.now().toEpochMilli());
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    }
  }

  private ProcessHandle running() {
    return process().orElseThrow(() -> new ClusterException(name + " does not run; see " + log));
  }

  private Optional<ProcessHandle> process() {
    try {
      String[] words = Files.readString(pidFile).strip().split(" ");
      Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(
              process ->
                  process
                      .info()
                      .startInstant()
                      .map(at -> Duration.between(at, started).abs().compareTo(SAME) < 0)
                      .orElse(true));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // it was never started
    }
  }

  private static void end(ProcessHandle process, boolean atOnce) {
    try {
      if (!atOnce) {
        process.destroy();
        if (ends(process)) {
          return;
        }
      }
      process.destroyForcibly();
      if (!ends(process)) {
        throw new ClusterException("process " + process.pid() + " does not end, though killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }

  private static boolean ends(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new ClusterException(name + " did not take the signal " + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
