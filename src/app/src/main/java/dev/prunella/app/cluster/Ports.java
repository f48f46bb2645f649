package dev.prunella.app.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The ports of a local cluster.
 *
 * @param rest Flink's web UI and REST API
 * @param kafka Kafka, for clients
 * @param controller Kafka, for itself
 * @param registry the schema registry
 * @param zookeeper ZooKeeper
 * @param metrics the first of three for Prometheus: job manager and task managers take one each
 */
public record Ports(int rest, int kafka, int controller, int registry, int zookeeper, int metrics) {

  /** How many processes of Flink serve metrics. */
  private static final int METRICS = 3;

  private static final int LAST = 65_535;

  /** Those that people know: Flink 8081, Kafka 9092, registry 8080, ZooKeeper 2181. */
  public static Ports usual() {
    return new Ports(8081, 9092, 9093, 8080, 2181, 9250);
  }

  /**
   * Eight in a row: Flink, Kafka, the registry, ZooKeeper, Kafka for itself, and three of metrics.
   *
   * @throws ClusterException if the last is beyond 65,535
   */
  public static Ports from(int base) {
    if (base < 1 || base + 4 + METRICS > LAST) {
      throw new ClusterException(
          "%d is no port to begin at; expected a whole number from 1 to %d"
              .formatted(base, LAST - 4 - METRICS));
    }
    return new Ports(base, base + 1, base + 4, base + 2, base + 3, base + 5);
  }

  /** Some that are free at this moment. */
  public static Ports free() {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        held.add(bind(0));
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      return new Ports(
          ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), freeRow(held));
    } catch (IOException e) {
      throw new ClusterException("no free ports are to be had", e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static int freeRow(List<ServerSocket> held) throws IOException {
    while (true) {
      ServerSocket first = bind(0);
      held.add(first);
      try {
        for (int i = 1; i < METRICS; i++) {
          held.add(bind(first.getLocalPort() + i));
        }
        return first.getLocalPort();
      } catch (IOException | IllegalArgumentException e) {
        // One of them is taken, or beyond the last: from another on.
      }
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: it was never used.
    }
  }

  /** As Flink takes it: each process binds the first that is free. */
  String metricsRange() {
    return metrics + "-" + (metrics + METRICS - 1);
  }

  Properties write() {
    Properties properties = new Properties();
    properties.setProperty("rest", Integer.toString(rest));
    properties.setProperty("kafka", Integer.toString(kafka));
    properties.setProperty("controller", Integer.toString(controller));
    properties.setProperty("registry", Integer.toString(registry));
    properties.setProperty("zookeeper", Integer.toString(zookeeper));
    properties.setProperty("metrics", Integer.toString(metrics));
    return properties;
  }

  /**
   * @throws IllegalArgumentException if one is missing or no number
   */
  static Ports read(Properties properties) {
    return new Ports(
        port(properties, "rest"),
        port(properties, "kafka"),
        port(properties, "controller"),
        port(properties, "registry"),
        port(properties, "zookeeper"),
        port(properties, "metrics"));
  }

  private static int port(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name, ""));
  }
}
