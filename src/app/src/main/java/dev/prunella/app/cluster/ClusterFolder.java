package dev.prunella.app.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder of a local cluster: {@code conf}, {@code data}, {@code log}, {@code run} (process ids)
 * and {@code tmp}.
 *
 * @param path absolute
 */
record ClusterFolder(Path path) {

  private static final String PORTS = "ports.properties";

  ClusterFolder {
    path = path.toAbsolutePath().normalize();
  }

  Path resolve(String below) {
    return path.resolve(below);
  }

  Member member(String name) {
    return new Member(name, resolve("run/" + name + ".pid"), resolve("log/" + name + ".log"));
  }

  void makeFolders(String... below) {
    try {
      for (String folder : below) {
        Files.createDirectories(resolve(folder));
      }
    } catch (IOException e) {
      throw new ClusterException("the folder " + path + " cannot be made: " + e.getMessage(), e);
    }
  }

  void write(String file, String text) {
    try {
      Files.createDirectories(resolve(file).getParent());
      Files.writeString(resolve(file), text);
    } catch (IOException e) {
      throw new ClusterException(resolve(file) + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The ports of the cluster that was started here before, if one was. */
  Optional<Ports> ports() {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(resolve(PORTS))) {
      properties.load(reader);
      return Optional.of(Ports.read(properties));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new ClusterException(
          resolve(PORTS) + " cannot be read (" + e.getMessage() + "); remove it", e);
    }
  }

  void remember(Ports ports) {
    makeFolders("");
    try (Writer writer = Files.newBufferedWriter(resolve(PORTS))) {
      ports.write().store(writer, null);
    } catch (IOException e) {
      throw new ClusterException(resolve(PORTS) + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Counts how often a member was started: from 1. */
  int nextLife(String member) {
    int life = life(member) + 1;
    write("run/" + member + ".lives", Integer.toString(life));
    return life;
  }

  /** How often it was started. */
  int life(String member) {
    try {
      return Integer.parseInt(Files.readString(resolve("run/" + member + ".lives")).strip());
    } catch (IOException | NumberFormatException e) {
      return 0; // never
    }
  }

  /** Removes all of it. */
  void delete() {
    try {
      List<Path> files;
      try (Stream<Path> all = Files.walk(path)) {
        files = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // It was never there.
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + path + " cannot be removed", e);
    }
  }
}
