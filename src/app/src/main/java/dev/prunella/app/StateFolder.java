package dev.prunella.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder in which a job in this process keeps its checkpoints. */
public final class StateFolder implements AutoCloseable {
  private final Path folder;
  private final boolean temporary;
  private final FileChannel lock; // its lock is held as long as it is open; null of a temporary one

  private StateFolder(Path folder, boolean temporary, FileChannel lock) {
    this.folder = folder;
    this.temporary = temporary;
    this.lock = lock;
  }

  /** One that is removed on close. */
  public static StateFolder temporary() {
    try {
      return new StateFolder(Files.createTempDirectory("prunella-state"), true, null);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for the job's state", e);
    }
  }

  /**
   * One that stays; made if it is not there. It is held until it is closed: two jobs that go on
   * from one state would both write its future.
   *
   * @throws Failure if it cannot be made, or another process holds it
   */
  static StateFolder at(Path folder) {
    try {
      Path made = Files.createDirectories(folder);
      FileChannel lock =
          FileChannel.open(
              made.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isTaken(lock)) {
        lock.close();
        throw Failure.failed(
            "the state folder "
                + folder
                + " is in use by another run; end that one, or name another folder with --state");
      }
      return new StateFolder(made, false, lock);
    } catch (IOException e) {
      throw Failure.usage("the state folder " + folder + " cannot be made: " + e.getMessage());
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
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
    if (lock != null) {
      lock.close();
    }
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
