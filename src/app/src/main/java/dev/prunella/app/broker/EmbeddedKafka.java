package dev.prunella.app.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker (KRaft, its own controller) in this process, for the demo and for tests.
 *
 * <p>It listens on ports of localhost that the system chose, writes to a temporary folder that
 * {@link #close} removes, keeps every record whatever its timestamp, takes records of 25 MB, and
 * creates no topic by itself. A failure of the broker ends in an exception or a log line, never in
 * the end of the process. Not thread-safe; start it once.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String BROKER = "PLAINTEXT";

  private Path folder;
  private BoundSockets sockets;
  private ControllerServer controller;
  private BrokerServer broker;
  private String bootstrapServers;

  /**
   * Starts the broker; after about two seconds it answers.
   *
   * @return its address for clients, as host:port
   * @throws IllegalStateException if it was started before
   * @throws UncheckedIOException if no port or no folder is to be had
   */
  public String start() {
    if (folder != null) {
      throw new IllegalStateException("this broker was started before; make a new EmbeddedKafka");
    }
    try {
      folder = Files.createTempDirectory("prunella-kafka");
      sockets = BoundSockets.bind(List.of(BROKER, CONTROLLER));
      KafkaConfig config = new KafkaConfig(properties(), false);
      startServers(config, format());
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

  /** Stops the broker and removes its records. Closing twice is harmless. */
  @Override
  public void close() {
    bootstrapServers = null;
    if (broker != null) {
      broker.shutdown();
      broker = null;
    }
    if (controller != null) {
      controller.shutdown();
      controller = null;
    }
    if (sockets != null) {
      sockets.close();
      sockets = null;
    }
    if (folder != null) {
      delete(folder);
    }
  }

  private void startServers(KafkaConfig config, BootstrapMetadata bootstrap) throws IOException {
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
    String never = Long.toString(Long.MAX_VALUE);
    return Map.ofEntries(
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
        // Replayed and simulated records are years old or ahead of the wall clock: keep them all,
        // also on topics that set a retention of their own (the deleting task never gets its turn).
        Map.entry("log.retention.ms", "-1"),
        Map.entry("log.initial.task.delay.ms", never),
        Map.entry("log.message.timestamp.after.max.ms", never),
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
        Map.entry("controlled.shutdown.enable", "false"));
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
