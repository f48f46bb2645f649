package dev.prunella.app.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a build has made of this repository: the class path of Flink, the job's jar, the registry.
 *
 * @param home the repository's folder
 */
public record Distribution(Path home) {

  /**
   * The one that this process was started from, as the launcher says.
   *
   * @throws ClusterException if it was not started by the launcher
   */
  public static Distribution ofThisProcess() {
    String home = System.getProperty("prunella.home");
    if (home == null) {
      throw new ClusterException(
          "the system property prunella.home is not set; start this through ./prunella");
    }
    return new Distribution(Path.of(home).toAbsolutePath().normalize());
  }

  /** The jar to submit. */
  public Path jobJar() {
    return find("job/target", "prunella-job-", "-cluster.jar", "build it with `./prunella --help`");
  }

  /** As {@code java -cp} takes it; holds no class of Prunella. */
  String flinkClassPath() {
    return text("deploy/local/target/flink.classpath").strip();
  }

  /** The registry, which is fetched with the first cluster. */
  Path registryJar() {
    return find(
        "deploy/local/target/registry",
        "apicurio-registry-app-",
        "-runner.jar",
        "`./prunella cluster up` fetches it");
  }

  /** Template of a configuration file. */
  String template(String name) {
    return text("deploy/local/conf/" + name);
  }

  private String text(String path) {
    try {
      return Files.readString(home.resolve(path));
    } catch (NoSuchFileException e) {
      throw new ClusterException(
          "there is no " + home.resolve(path) + "; build it with `./prunella --help`", e);
    } catch (IOException e) {
      throw new ClusterException(home.resolve(path) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path find(String folder, String prefix, String suffix, String remedy) {
    try (Stream<Path> files = Files.list(home.resolve(folder))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new NoSuchFileException(folder));
    } catch (IOException e) {
      throw new ClusterException(
          "there is no %s*%s in %s; %s".formatted(prefix, suffix, home.resolve(folder), remedy), e);
    }
  }
}
