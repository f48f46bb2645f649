package dev.prunella.app.recovery;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The local files under the scheme {@code disk}, on a disk that can be full. */
public final class FullDisk extends FileSystem implements FileSystemFactory {

  private static final String SCHEME = "disk";

  private static volatile boolean full;

  private final FileSystem files = LocalFileSystem.getSharedInstance();

  static void full(boolean full) {
    FullDisk.full = full;
  }

  static String uri(java.nio.file.Path folder) {
    return SCHEME + "://" + folder.toAbsolutePath();
  }

  private static Path local(Path path) {
    return new Path("file", null, path.toUri().getPath());
  }

  private static void requireSpace() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem create(URI uri) {
    return this;
  }

  @Override
  public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    requireSpace();
    return files.create(local(path), mode);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    requireSpace();
    return files.mkdirs(local(path));
  }

  @Override
  public Path getWorkingDirectory() {
    return files.getWorkingDirectory();
  }

  @Override
  public Path getHomeDirectory() {
    return files.getHomeDirectory();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return files.getFileStatus(local(path));
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length)
      throws IOException {
    return files.getFileBlockLocations(file, start, length);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return files.open(local(path), bufferSize);
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    return files.open(local(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return files.listStatus(local(path));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return files.delete(local(path), recursive);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return files.rename(local(from), local(to));
  }

  @Override
  public boolean isDistributedFS() {
    return false;
  }
}
