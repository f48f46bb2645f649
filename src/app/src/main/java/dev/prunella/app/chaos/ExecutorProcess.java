package dev.prunella.app.chaos;

import dev.prunella.app.Prunella;
import dev.prunella.settings.Connection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;

/**
 * The verb {@code execute} as a process of its own, and those before it: one that was stalled lives
 * on beside its successor. Not thread-safe.
 */
final class ExecutorProcess implements AutoCloseable {

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Connection connection;
  private final Map<String, String> settings;
  private final Path log;
  private final List<Process> all = new ArrayList<>();
  private Process newest;

  /**
   * @param settings that the connection was loaded from
   * @param log where each of them writes what it says
   */
  ExecutorProcess(Connection connection, Map<String, String> settings, Path log) {
    this.connection = connection;
    this.settings = Map.copyOf(settings);
    this.log = log;
  }

  /** Starts one more, and returns once it has taken over from those before it. */
  void start() throws InterruptedException {
    String before = inCharge();
    launch();
    for (String now = inCharge(); now.isEmpty() || now.equals(before); now = inCharge()) {
      if (!newest.isAlive()) {
        throw new IllegalStateException("the executor has ended at once; see " + log);
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private void launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Prunella.class.getName(), "execute"));
    settings.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
    try {
      newest =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the executor cannot be started", e);
    }
    all.add(newest);
  }

  boolean isAlive() {
    return newest != null && newest.isAlive();
  }

  /** Ends the newest at any point of its work. */
  void kill() throws InterruptedException {
    newest.destroyForcibly().waitFor();
  }

  /** Lets the newest stand still; what is returned lets it go on. */
  Runnable stall() {
    Process stalled = newest;
    signal(stalled, "STOP");
    return () -> signal(stalled, "CONT");
  }

  /** Another value each time that one has taken over; empty if Kafka does not say. */
  private String inCharge() {
    String id = connection.topics().of("commands") + "-executor";
    try (Admin admin = Admin.create(connection.clientProperties())) {
      TransactionDescription found =
          admin
              .describeTransactions(List.of(id))
              .description(id)
              .get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return found.producerId() + "/" + found.producerEpoch();
    } catch (ExecutionException | TimeoutException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static void signal(Process process, String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0 && process.isAlive()) {
        throw new IllegalStateException("the executor did not take the signal " + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    all.forEach(Process::destroyForcibly);
  }
}
