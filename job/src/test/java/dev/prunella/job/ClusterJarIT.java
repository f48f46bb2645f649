package dev.prunella.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
