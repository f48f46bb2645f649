package dev.prunella.app.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

  @TempDir private Path folder;

  @Test
  void shouldTakeEightInARow() {
    Ports ports = Ports.from(18_000);

    assertEquals(
        Set.of(18_000, 18_001, 18_002, 18_003, 18_004, 18_005),
        Set.of(
            ports.rest(),
            ports.kafka(),
            ports.registry(),
            ports.zookeeper(),
            ports.controller(),
            ports.metrics()));
    assertEquals("18005-18007", ports.metricsRange());
    assertThrows(ClusterException.class, () -> Ports.from(65_529));
    assertEquals("65533-65535", Ports.from(65_528).metricsRange());
  }

  @Test
  void shouldBeRememberedByTheFolder() {
    Ports ports = Ports.from(18_000);
    ClusterFolder cluster = new ClusterFolder(folder);
    cluster.remember(ports);

    assertEquals(ports, cluster.ports().orElseThrow());
    assertEquals("localhost:18001", LocalCluster.at(folder).brokers());
    assertEquals("http://localhost:18000", LocalCluster.at(folder).rest().toString());
  }

  @Test
  void shouldBeTheUsualOnesOfAFolderThatIsNew() {
    assertEquals("localhost:9092", LocalCluster.at(folder).brokers());
  }

  @Test
  void shouldSeeThatOneIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFalse(Ports.isFree(taken.getLocalPort()));
    }
  }
}
