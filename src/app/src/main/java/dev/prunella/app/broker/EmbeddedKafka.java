package dev.prunella.app.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker (KRaft, its own controller) in this process, for the demo, for tests and for a
 * local cluster.
 *
 * <p>It listens on localhost, takes records of 25 MB, and creates no topic by itself. A failure of
 * the broker ends in an exception or a log line, never in the end of the process. Not thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String BROKER = "PLAINTEXT";
  private static final String NEVER = Long.toString(Long.MAX_VALUE); // milliseconds

  private final Path kept; // null of a temporary one
  private final int port;
  private final int controllerPort;
  private final Map<String, String> special;
  private Path folder;
  private BoundSockets sockets;
  private BootstrapMetadata bootstrap;
  private ControllerServer controller;
  private BrokerServer broker;
  private String bootstrapServers;

  /**
   * A temporary one: on ports that the system chooses, in a folder that {@link #close} removes. It
   * keeps every record, whatever its timestamp.
   */
  public EmbeddedKafka() {
    this(Map.of());
  }

  /**
   * A temporary one with properties of its own.
   *
   * @param properties of the broker, over those that it has anyway
   */
  public EmbeddedKafka(Map<String, String> properties) {
    this(null, 0, 0, properties);
  }

  /**
   * One that stays: what it stored before, under the same identity, is there again, also after its
   * process was killed. Topics keep records as long as they say.
   *
   * @param folder where it stores; made if it is not there
   * @param port where clients reach it
   * @param controllerPort where it reaches itself
   */
  public EmbeddedKafka(Path folder, int port, int controllerPort) {
    this(folder, port, controllerPort, Map.of());
  }

  private EmbeddedKafka(Path folder, int port, int controllerPort, Map<String, String> special) {
    this.kept = folder;
    this.port = port;
    this.controllerPort = controllerPort;
    this.special = Map.copyOf(special);
  }

  /**
   * Starts the broker; after about two seconds it answers. After {@link #stop} it goes on with the
   * same records at the same address.
   *
   * @return its address for clients, as host:port
   * @throws IllegalStateException if it is running
   * @throws UncheckedIOException if no port or no folder is to be had
   */
  public String start() {
    if (broker != null) {
      throw new IllegalStateException("this broker is running");
    }
    try {
      if (folder == null) {
        folder =
            kept == null
                ? Files.createTempDirectory("prunella-kafka")
                : Files.createDirectories(kept);
        sockets = BoundSockets.bind(Map.of(BROKER, port, CONTROLLER, controllerPort));
      } else {
        sockets.bindAgain();
      }
      bootstrap = isFormatted() ? bootstrap() : format();
      startServers(new KafkaConfig(properties(), false));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("cannot start a Kafka broker in this process", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    bootstrapServers = sockets.address(BROKER);
    return bootstrapServers;
  }

  /** Stops the broker; its records and its ports are kept for another {@link #start}. */
  public void stop() {
    bootstrapServers = null;
    if (broker != null) {
      broker.shutdown();
      broker = null;
    }
    if (controller != null) {
      controller.shutdown();
      controller = null;
    }
  }

  /**
   * Address for clients, as host:port.
   *
   * @throws IllegalStateException if the broker is not running
   */
  public String bootstrapServers() {
    if (bootstrapServers == null) {
      throw new IllegalStateException("the broker is not running");
    }
    return bootstrapServers;
  }

  /** Stops the broker, and removes a temporary one's records. Closing twice is harmless. */
  @Override
  public void close() {
    stop();
    if (sockets != null) {
      sockets.close();
      sockets = null;
    }
    if (folder != null && kept == null) {
      delete(folder);
    }
    folder = null;
  }

  private void startServers(KafkaConfig config) throws IOException {
    MetaPropertiesEnsemble identity =
        new MetaPropertiesEnsemble.Loader()
            .addMetadataLogDir(folder.toString())
            .addLogDirs(List.of(folder.toString()))
            .load();
    SharedServer shared =
        new SharedServer(
            config,
            identity,
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            (name, fatal, action) ->
                (what, cause) -> {
                  // The broker's own handler would end the process, and the demo with it.
                  LOG.error("embedded Kafka, {}: {}", name, what, cause);
                  action.run();
                  return new IllegalStateException(name + ": " + what, cause);
                },
            sockets);
    broker = new BrokerServer(shared);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap);
    controller.startup();
    broker.startup();
  }

  private boolean isFormatted() {
    return Files.exists(folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME));
  }

  private BootstrapMetadata bootstrap() {
    try {
      return new BootstrapDirectory(folder.toString()).read();
    } catch (Exception e) {
      throw new IllegalStateException("cannot read the log folder " + folder, e);
    }
  }

  private BootstrapMetadata format() {
    Formatter formatter =
        new Formatter()
            .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
            .setNodeId(NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .addDirectory(folder.toString())
            .setMetadataLogDirectory(folder.toString())
            .setControllerListenerName(CONTROLLER)
            .setReleaseVersion(MetadataVersion.latestProduction());
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format the log folder " + folder, e);
    }
    return formatter.bootstrapMetadata();
  }

  private Map<String, String> properties() {
    String twentyFiveMegabytes = "26214400";
    Map<String, String> properties = new HashMap<>();
    if (kept == null) {
      // Replayed and simulated records are years old: keep them all, also on topics that set a
      // retention of their own (the deleting task never gets its turn).
      properties.put("log.retention.ms", "-1");
      properties.put("log.initial.task.delay.ms", NEVER);
    }
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry("controller.listener.names", CONTROLLER),
            Map.entry("controller.quorum.voters", NODE_ID + "@" + sockets.address(CONTROLLER)),
            Map.entry(
                "listeners",
                "%s://%s,%s://%s"
                    .formatted(
                        BROKER, sockets.address(BROKER), CONTROLLER, sockets.address(CONTROLLER))),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("message.max.bytes", twentyFiveMegabytes),
            Map.entry("replica.fetch.max.bytes", twentyFiveMegabytes),
            // Replayed and simulated records may be ahead of the wall clock.
            Map.entry("log.message.timestamp.after.max.ms", NEVER),
            // One node, and small: the defaults are for a cluster on machines of its own.
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("controlled.shutdown.enable", "false")));
    properties.putAll(special);
    return properties;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cannot remove the embedded broker's folder {}: {}", folder, e.toString());
    }
  }
}
