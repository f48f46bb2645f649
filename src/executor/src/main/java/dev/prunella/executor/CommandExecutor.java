package dev.prunella.executor;

import dev.prunella.executor.ExecutorTopics.Arrival;
import dev.prunella.monitor.Intake;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.registry.RegistryException;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@code commands} asks for, and says on {@code outcomes} what became of it.
 *
 * <p>A command is accepted in one transaction (fence, outcome, offset), then acted on, then its end
 * is recorded in another one. A process that dies in between leaves an accepted command behind,
 * which the next one reports as UNKNOWN and never acts on.
 *
 * <p>One thread reads, judges and writes; actions have threads of their own. Of several executors
 * on the same topics the newest works, and the others end.
 */
public final class CommandExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);

  /** Actions at one time. Commands are rare; one that stands must not hold up the others. */
  private static final int MOST_ACTIONS = 32;

  /** A job beats about once a second. */
  private static final Duration CLOCK_PATIENCE = Duration.ofSeconds(30);

  /** How long actions may go on once the executor is asked to stop. */
  private static final Duration LAST_ACTIONS = Duration.ofSeconds(10);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Connection connection;
  private final Map<String, Connector> connectors;
  private final Consumer<Outcome> news;
  private final Seams seams;
  private final String instance = UUID.randomUUID().toString();
  private final Actions actions;
  private final HeartbeatClock clock = new HeartbeatClock(CLOCK_PATIENCE);
  private final Intake<Command> intake;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** What was told last of a command that cannot be read, so that it is not told at each look. */
  private String unread = "";

  /** Written by the thread before it ends. */
  private volatile RuntimeException failure;

  /** Why no command is carried out at the moment; empty if they are. */
  private volatile String objection = "";

  private CommandExecutor(
      Connection connection,
      Collection<Connector> connectors,
      Consumer<Outcome> news,
      Seams seams) {
    this.connection = connection;
    this.connectors = byService(connectors);
    this.news = news;
    this.seams = seams;
    actions =
        new Actions(
            this.connectors,
            connection.executor().actionTimeout(),
            MOST_ACTIONS,
            System::nanoTime,
            seams);
    intake =
        new Intake<>(
            CodecSupplier.of(Command.class, "commands", connection).reader(), CommandCheck::check);
    thread = new Thread(this::run, "prunella-executor");
  }

  /**
   * Starts an executor. Services that none of the connectors serves are reached by the webhooks of
   * the connection, and pages go to the log if nothing else serves {@code people}.
   *
   * @param connectors what reaches the services
   * @param news is told each outcome once it is written, in the executor's thread
   * @throws IllegalArgumentException if two connectors serve one service
   */
  public static CommandExecutor start(
      Connection connection, Collection<Connector> connectors, Consumer<Outcome> news) {
    return start(connection, connectors, news, Seams.NONE);
  }

  static CommandExecutor start(
      Connection connection,
      Collection<Connector> connectors,
      Consumer<Outcome> news,
      Seams seams) {
    CommandExecutor executor =
        new CommandExecutor(connection, Connectors.complete(connectors, connection), news, seams);
    executor.thread.start();
    return executor;
  }

  /** The services that commands can be carried out on. */
  public Collection<String> services() {
    return connectors.keySet().stream().sorted().toList();
  }

  /** Why no command is carried out although some have come; empty if nothing is against it. */
  public String objection() {
    return objection;
  }

  /**
   * Waits until it ends, which it does by itself only if it fails.
   *
   * @throws KafkaException if Kafka refuses it, or a newer executor has taken over
   */
  public void await() throws InterruptedException {
    thread.join();
    if (failure != null) {
      throw failure;
    }
  }

  /** Accepts nothing more, lets actions end for a moment, and reports the others as UNKNOWN. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      actions.close();
    }
  }

  private void run() {
    while (!stopping()) {
      try {
        session();
      } catch (KafkaException e) {
        if (isFinal(e)) {
          failure = e;
          return;
        }
        LOG.warn("Kafka failed, trying again: {}", e.toString());
        pause();
      } catch (RegistryException e) {
        LOG.warn("nothing can be written, trying again: {}", e.getMessage());
        pause();
      } catch (RuntimeException e) {
        failure = e;
        return;
      }
    }
  }

  /** From taking over to the first failure, after which all is read anew. */
  private void session() {
    TargetFence fence = new TargetFence(connection.executor().name(), instance);
    SettingsView settings =
        new SettingsView(CodecSupplier.of(Settings.class, "settings", connection).reader());
    CommandDesk desk =
        new CommandDesk(
            connection.executor().name(),
            new CommandGate(settings, connectors.keySet()),
            fence,
            connection.executor().actionTimeout());
    try (ExecutorTopics topics =
        new ExecutorTopics(connection, fence, settings, clock, System::nanoTime)) {
      while (!stopping()) {
        topics.poll(!actions.isEmpty());
        Step step = new Step();
        List<Actions.Ended> ended = actions.ended();
        end(ended, desk, step);
        desk.endAbandoned(actions::isInHand, clock.now(), step);
        takeUp(topics, desk, step);
        write(step, ended, topics);
      }
      finish(topics, desk);
    }
  }

  private void takeUp(ExecutorTopics topics, CommandDesk desk, Step step) {
    if (topics.waiting().isEmpty() || !trusted()) {
      return;
    }
    // A freeze that was acknowledged before this moment holds for what is accepted now.
    topics.followSettings();
    desk.forgetExpired(clock.now());
    int free = actions.free();
    while (!topics.waiting().isEmpty()) {
      Arrival arrival = topics.waiting().peek();
      List<DeadLetter> unread = new ArrayList<>();
      Command command =
          intake.take(arrival.value(), arrival.origin(), clock.now(), Instant.MAX, unread::add);
      if (command == null && !refuse(unread.get(0), step)) {
        return;
      }
      boolean room = step.accepted().size() < free;
      if (command != null && !desk.take(command, clock.now(), room, actions::touching, step)) {
        return;
      }
      topics.waiting().remove();
      topics.handled(arrival);
    }
  }

  /** Refuses what cannot be read; false if it may be read later, and waits until then. */
  private boolean refuse(DeadLetter letter, Step step) {
    boolean waits = letter.getReason() == DeadLetterReason.REGISTRY_UNREACHABLE;
    if (!letter.getMessage().equals(unread)) {
      LOG.warn("a command cannot be read: {}", letter.getMessage());
      unread = letter.getMessage();
    }
    if (!waits) {
      step.refuse(letter);
    }
    return !waits;
  }

  private void end(List<Actions.Ended> ended, CommandDesk desk, Step step) {
    ended.forEach(each -> desk.end(each.command(), each.result(), clock.now(), step));
  }

  private void write(Step step, List<Actions.Ended> ended, ExecutorTopics topics) {
    if (!step.isEmpty()) {
      topics.write(step, () -> committing(step));
    }
    ended.forEach(actions::recorded);
    if (!step.accepted().isEmpty()) {
      seams.at(Seam.AFTER_ACCEPTANCE);
    }
    step.accepted().forEach(actions::begin);
    if (step.ends()) {
      seams.at(Seam.AFTER_END);
    }
    step.outcomes().forEach(news);
  }

  private void committing(Step step) {
    if (!step.accepted().isEmpty()) {
      seams.at(Seam.BEFORE_ACCEPTANCE);
    }
    if (step.ends()) {
      seams.at(Seam.BEFORE_END);
    }
  }

  private void finish(ExecutorTopics topics, CommandDesk desk) {
    long begun = System.nanoTime();
    while (!actions.isEmpty()) {
      topics.poll(!actions.isEmpty());
      boolean over = System.nanoTime() - begun > LAST_ACTIONS.toNanos();
      List<Actions.Ended> ended = over ? actions.giveUp() : actions.ended();
      Step step = new Step();
      end(ended, desk, step);
      write(step, ended, topics);
    }
  }

  /** Whether the clock can be gone by; says so when that changes. */
  private boolean trusted() {
    String now = clock.objection(System.nanoTime()).orElse("");
    if (!now.equals(objection)) {
      LOG.warn(
          now.isEmpty()
              ? "the job's heartbeat moves: commands are carried out again"
              : "no command is carried out: " + now);
      objection = now;
    }
    return now.isEmpty();
  }

  /** Whether trying again would fail again, or take back what a newer process has taken over. */
  private static boolean isFinal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException
          || cause instanceof AuthorizationException
          || cause instanceof ProducerFencedException) {
        return true;
      }
    }
    return false;
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private void pause() {
    try {
      if (stop.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "stopped while Kafka or the registry did not answer; what was in hand is reported at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Connector> byService(Collection<Connector> connectors) {
    Map<String, Connector> byService = new HashMap<>();
    for (Connector connector : connectors) {
      for (String service : connector.services()) {
        if (byService.putIfAbsent(service, connector) != null) {
          throw new IllegalArgumentException("two connectors serve " + service);
        }
      }
    }
    return byService;
  }
}
