package dev.prunella.app.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of a replay and what it stands for.
 *
 * @param name path below the common root of all files, with slashes
 */
public record Series(Path file, String name, String fleet, String stage, String metric) {

  /**
   * The series of the files, and of all files that end in .csv below the folders, by name.
   *
   * @param stage null: the folder and the name of the file
   * @param metric null: the name of the file
   * @throws IOException if one of them does not exist or there are none
   */
  public static List<Series> of(List<Path> paths, String fleet, String stage, String metric)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        try (Stream<Path> below = Files.walk(path)) {
          below.filter(f -> f.toString().endsWith(".csv")).sorted().forEach(files::add);
        }
      } else if (Files.isReadable(path)) {
        files.add(path);
      } else {
        throw new IOException(path + " cannot be read; name a CSV file or a folder of them");
      }
    }
    if (files.isEmpty()) {
      throw new IOException(paths + " holds no file that ends in .csv");
    }
    Path root = commonRoot(files);
    List<Series> all = new ArrayList<>();
    for (Path file : files) {
      Path real = file.toRealPath();
      String name = root.relativize(real).toString().replace('\\', '/');
      String stem = real.getFileName().toString().replaceFirst("\\.csv$", "");
      all.add(
          new Series(
              file,
              name,
              fleet,
              stage != null ? stage : real.getParent().getFileName() + "/" + stem,
              metric != null ? metric : stem));
    }
    return all;
  }

  boolean sharesStageWith(Series other) {
    return fleet.equals(other.fleet) && stage.equals(other.stage);
  }

  private static Path commonRoot(List<Path> files) throws IOException {
    Path root = files.get(0).toRealPath().getParent();
    for (Path file : files) {
      Path real = file.toRealPath();
      while (!real.startsWith(root)) {
        root = root.getParent();
      }
    }
    return root;
  }
}
