package dev.prunella.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the jar submitted to a Flink cluster holds, and what it leaves to the cluster. */
class ClusterJarIT {

  private static final Path JAR = Path.of(System.getProperty("clusterJar"));

  /** The parts of Flink that no distribution ships: the Kafka connector and the Avro format. */
  private static final List<String> CONNECTORS =
      List.of(
          "org/apache/flink/connector/kafka/",
          "org/apache/flink/streaming/connectors/kafka/",
          "org/apache/flink/streaming/util/serialization/JSONKeyValueDeserializationSchema",
          "org/apache/flink/formats/avro/");

  @Test
  void holdsNothingThatTheClusterBrings() throws IOException {
    assertEquals(
        List.of(),
        classes()
            .filter(name -> name.startsWith("org/apache/flink/") || name.startsWith("org/slf4j/"))
            .filter(name -> CONNECTORS.stream().noneMatch(name::startsWith))
            .toList());
  }

  @Test
  void holdsNoSmileWhichMustStayReplaceable() throws IOException {
    assertEquals(List.of(), classes().filter(name -> name.startsWith("smile/")).toList());
  }

  @Test
  void holdsWhatTheClusterLacks() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertNotNull(jar.getEntry("org/apache/flink/connector/kafka/source/KafkaSource.class"));
      assertNotNull(jar.getEntry("org/apache/kafka/clients/consumer/KafkaConsumer.class"));
      assertNotNull(jar.getEntry("org/apache/avro/Schema.class"));
      assertNotNull(jar.getEntry("net/jpountz/lz4/LZ4Factory.class"));
    }
    System.out.printf("%s: %.1f MB%n", JAR.getFileName(), Files.size(JAR) / 1e6);
  }

  /**
   * With nothing but this jar and the logger that a cluster has: the registry's client is inside.
   */
  @Test
  void readsTheConfluentWireFormatByItself() throws Exception {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", exchange -> answer(exchange, "{\"error_code\":40403}"));
    registry.start();
    URL logger = LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] path = {JAR.toUri().toURL(), logger};
    try (URLClassLoader cluster = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      String url = "http://localhost:" + registry.getAddress().getPort();
      Class<?> registryType = cluster.loadClass("dev.prunella.registry.SchemaRegistry");
      Object client =
          registryType.getConstructor(String.class, Map.class).newInstance(url, Map.of());
      Object codec =
          cluster
              .loadClass("dev.prunella.registry.ConfluentCodec")
              .getConstructor(Class.class, registryType, String.class, boolean.class, int.class)
              .newInstance(
                  cluster.loadClass("dev.prunella.schemas.Telemetry"),
                  client,
                  "telemetry",
                  false,
                  1000);
      byte[] bytes = {0, 0, 0, 0, 7, 0};
      Throwable refusal =
          assertThrows(
                  InvocationTargetException.class,
                  () -> codec.getClass().getMethod("decode", byte[].class).invoke(codec, bytes))
              .getCause();
      assertTrue(refusal.getMessage().contains("no schema with the id 7"), refusal.toString());
    } finally {
      registry.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Stream<String> classes() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .toList()
          .stream();
    }
  }
}
