package dev.prunella.app.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of a local cluster, known by the file that holds its process id: alive or not, and
 * whoever started it.
 */
public final class Member {

  /** A process that bears an id of before began at another time. */
  private static final Duration SAME = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(20);

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
    signal(running(), "STOP");
  }

  /** Lets it go on after {@link #stall}. */
  public void resume() {
    signal(running(), "CONT");
  }

  /** Asks it to end, and ends it if it does not within fifteen seconds. */
  void stop() {
    process()
        .ifPresent(
            process -> {
              signal(process, "CONT"); // one that is stalled would not hear
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
          .filter(process -> !isZombie(process.pid()))
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

  /** Killed, but not yet fetched by the process that adopted it; Java takes it for alive. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException e) {
      return false; // not on Linux, or gone by now
    }
  }

  private static void end(ProcessHandle process, boolean atOnce) {
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
  }

  private static boolean ends(ProcessHandle process) {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (process.isAlive() && !isZombie(process.pid())) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  /** One that has just ended does not hear it, and need not. */
  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
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
