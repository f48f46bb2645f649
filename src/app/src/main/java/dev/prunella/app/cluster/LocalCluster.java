package dev.prunella.app.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Flink cluster on this machine, with all that it needs: ZooKeeper, Kafka, a schema registry, a
 * job manager and two task managers, each a process of its own that outlives the one that started
 * it. What it knows is in its folder, so whoever names the same folder sees the same cluster.
 */
public final class LocalCluster {

  public static final String ZOOKEEPER = "zookeeper";
  public static final String KAFKA = "kafka";
  public static final String REGISTRY = "registry";
  public static final String JOB_MANAGER = "jobmanager";

  /** In the order of their start. */
  private static final List<String> NAMES =
      List.of(ZOOKEEPER, KAFKA, REGISTRY, JOB_MANAGER, "taskmanager-1", "taskmanager-2");

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(100);

  /** A process that was killed holds its ports for a moment yet. */
  private static final Duration LETS_GO_WITHIN = Duration.ofSeconds(5);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ClusterFolder folder;
  private final Ports ports;

  private LocalCluster(ClusterFolder folder, Ports ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /** The cluster of a folder, on the ports that it had before, or else on the usual ones. */
  public static LocalCluster at(Path folder) {
    ClusterFolder at = new ClusterFolder(folder);
    return new LocalCluster(at, at.ports().orElseGet(Ports::usual));
  }

  /**
   * The cluster of a folder, on these ports.
   *
   * @throws ClusterException if it runs on others
   */
  public static LocalCluster at(Path folder, Ports ports) {
    LocalCluster before = at(folder);
    if (!before.ports.equals(ports) && before.members().stream().anyMatch(Member::isAlive)) {
      throw new ClusterException(
          "the cluster in %s runs on other ports; end it first: ./prunella cluster down"
              .formatted(before.folder.path()));
    }
    return new LocalCluster(before.folder, ports);
  }

  public Path folder() {
    return folder.path();
  }

  /** Whether a cluster was ever started here. */
  public boolean exists() {
    return folder.ports().isPresent();
  }

  /** A configuration with the addresses of Kafka and the registry, for `--config`. */
  public Path configuration() {
    return folder.resolve("prunella.yaml");
  }

  /** Kafka, as host:port. */
  public String brokers() {
    return "localhost:" + ports.kafka();
  }

  /** The schema registry's Confluent API. */
  public String registryUrl() {
    return "http://localhost:" + ports.registry() + "/apis/ccompat/v7";
  }

  /** Flink's web UI and REST API. */
  public URI rest() {
    return URI.create("http://localhost:" + ports.rest());
  }

  public FlinkRest flink() {
    return new FlinkRest(rest());
  }

  /** Every member, alive or not: those that others need first. */
  public List<Member> members() {
    return NAMES.stream().map(folder::member).toList();
  }

  /**
   * One of {@code zookeeper}, {@code kafka}, {@code registry}, {@code jobmanager}, {@code
   * taskmanager-1}, {@code taskmanager-2}.
   *
   * @throws IllegalArgumentException for another name
   */
  public Member member(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(name + " is no member; there are " + NAMES);
    }
    return folder.member(name);
  }

  /** As {@link #start(Consumer)}, silently. */
  public void start() {
    start(line -> {});
  }

  /**
   * Starts every member that does not run, and returns once all of them answer.
   *
   * @param progress is told of each member that answers
   * @throws ClusterException if one ends at once, or does not answer within three minutes
   */
  public void start(Consumer<String> progress) {
    long begun = System.nanoTime();
    configure();
    List<Member> dead = members().stream().filter(member -> !member.isAlive()).toList();
    dead.forEach(this::requireFreePorts);
    // All at once: each waits for the others that it needs.
    dead.forEach(this::launch);
    for (Member member : members()) {
      await(member);
      if (dead.stream().anyMatch(each -> each.name().equals(member.name()))) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        progress.accept("%s answers after %.1f s".formatted(member, seconds));
      } else {
        progress.accept(member + " is there");
      }
    }
  }

  /**
   * Starts one member if it does not run, and returns once it answers.
   *
   * @throws ClusterException as {@link #start(Consumer)}
   */
  public void start(String name) {
    Member member = member(name);
    configure();
    if (!member.isAlive()) {
      requireFreePorts(member);
      launch(member);
    }
    await(member);
  }

  /** Ends every member, in the order against that of their start; data stays. */
  public void stop() {
    stop(line -> {});
  }

  /**
   * As {@link #stop()}.
   *
   * @param progress is told of each member that has ended
   */
  public void stop(Consumer<String> progress) {
    List<Member> all = members();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).isAlive()) {
        all.get(i).stop();
        progress.accept(all.get(i) + " has ended");
      }
    }
  }

  /**
   * Removes the folder with all data.
   *
   * @throws ClusterException if a member runs
   */
  public void delete() {
    for (Member member : members()) {
      if (member.isAlive()) {
        throw new ClusterException(member + " runs; end it before its data is removed");
      }
    }
    if (folder.ports().isPresent()) {
      folder.delete();
    }
  }

  private void configure() {
    folder.remember(ports);
    folder.write(
        "prunella.yaml",
        """
        # Written by `./prunella cluster up`: how to reach this cluster.
        connection:
          brokers: %s
          registry:
            url: %s
        """
            .formatted(brokers(), registryUrl()));
    launcher().configure();
  }

  private Launcher launcher() {
    return new Launcher(folder, ports, Distribution.ofThisProcess());
  }

  private void launch(Member member) {
    launcher().launch(member);
  }

  private void requireFreePorts(Member member) {
    Map<String, List<Integer>> needs =
        Map.of(
            ZOOKEEPER,
            List.of(ports.zookeeper()),
            KAFKA,
            List.of(ports.kafka(), ports.controller()),
            REGISTRY,
            List.of(ports.registry()),
            JOB_MANAGER,
            List.of(ports.rest()));
    long deadline = System.nanoTime() + LETS_GO_WITHIN.toNanos();
    for (int port : needs.getOrDefault(member.name(), List.of())) {
      while (!Ports.isFree(port)) {
        if (System.nanoTime() > deadline) {
          throw new ClusterException(
              "port %d is not free for %s; end what holds it, or take others with --port-base"
                  .formatted(port, member));
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private void await(Member member) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(member)) {
      if (!member.isAlive()) {
        throw new ClusterException(member + " has ended at once: " + lastWords(member));
      }
      if (System.nanoTime() > deadline) {
        throw new ClusterException(
            "%s does not answer after %d s; see %s"
                .formatted(member, PATIENCE.toSeconds(), member.log()));
      }
      LockSupport.parkNanos(POLL.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new ClusterException("interrupted");
      }
    }
  }

  private boolean answers(Member member) {
    return switch (member.name()) {
      case ZOOKEEPER -> accepts(ports.zookeeper());
      case KAFKA -> hasBroker();
      case REGISTRY -> says200(registryUrl() + "/subjects");
      case JOB_MANAGER -> says200(rest() + "/overview");
      default -> isRegistered(member);
    };
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasBroker() {
    if (!accepts(ports.kafka())) {
      return false;
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
      return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean says200(String address) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isRegistered(Member member) {
    try {
      return flink().taskManagers().contains(member.name() + "." + folder.life(member.name()));
    } catch (FlinkRestException e) {
      return false;
    }
  }

  /** Of the log and what was printed, the end of what was written last. */
  private static String lastWords(Member member) {
    return Stream.of(member.log(), member.out())
        .filter(file -> file.toFile().length() > 0)
        .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
        .map(file -> lastLine(file) + " (" + file + ")")
        .orElse("it left no word");
  }

  private static String lastLine(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
