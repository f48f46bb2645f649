package dev.prunella.registry;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apicurio in a process of its own, with its schemas in memory: a restart forgets them. */
final class RealRegistry implements AutoCloseable {

  private static final Path HOME = Path.of("target", "apicurio");
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final int port;
  private Process process;

  RealRegistry() throws IOException, InterruptedException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    start();
  }

  String url() {
    return "http://localhost:" + port + "/apis/ccompat/v7";
  }

  void start() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            runner().toString());
    Map<String, String> environment = builder.environment();
    environment.put("QUARKUS_HTTP_HOST", "localhost");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    Path log = HOME.resolve("registry.log");
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long start = System.nanoTime();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - start > DEADLINE.toNanos()) {
        close();
        throw new IllegalStateException("The registry did not start; see " + log);
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) new URL(url() + "/subjects").openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path runner() throws IOException {
    try (Stream<Path> files = Files.list(HOME)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("There is no runner in " + HOME));
    }
  }
}
