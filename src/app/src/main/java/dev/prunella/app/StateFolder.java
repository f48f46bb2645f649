package dev.prunella.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder in which a job in this process keeps its checkpoints. */
public final class StateFolder implements AutoCloseable {
  private final Path folder;
  private final boolean temporary;

  private StateFolder(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /** One that is removed on close. */
  public static StateFolder temporary() {
    try {
      return new StateFolder(Files.createTempDirectory("prunella-state"), true);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for the job's state", e);
    }
  }

  /** One that stays; made if it is not there. */
  static StateFolder at(Path folder) {
    try {
      return new StateFolder(Files.createDirectories(folder), false);
    } catch (IOException e) {
      throw Failure.usage("the state folder " + folder + " cannot be made: " + e.getMessage());
    }
  }

  String uri() {
    return uri(folder);
  }

  /** The newest complete checkpoint or savepoint in it. */
  Optional<String> newestCheckpoint() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparing(StateFolder::modified))
          .map(file -> uri(file.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException("the state folder " + folder + " cannot be read", e);
    }
  }

  /** As Flink takes it: a blank in it stays a blank. */
  private static String uri(Path path) {
    return "file://" + path.toAbsolutePath();
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      List<Path> files;
      try (Stream<Path> all = Files.walk(folder)) {
        files = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
