package dev.prunella.settings;

import dev.prunella.schemas.Settings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration without mistakes: prunella.yaml, or no file at all, with settings of the command
 * line over it. Immutable, safe for use by several threads.
 */
public final class Configuration {

  private static final long MAX_BYTES = 4L << 20;

  private final Setting root;
  private final Connection connection;

  private Configuration(Setting root, Connection connection) {
    this.root = root;
    this.connection = connection;
  }

  /**
   * Reads and checks a file.
   *
   * @param file the file, usually prunella.yaml
   * @param overrides settings that replace the file's, by dotted key, such as connection.brokers
   * @throws ConfigurationException with every mistake that was found
   */
  public static Configuration load(Path file, Map<String, String> overrides) {
    return load(file, overrides, System.getenv());
  }

  /**
   * The defaults, with settings of the command line over them: no fleet, Kafka on localhost:9092.
   *
   * @throws ConfigurationException with every mistake that was found
   */
  public static Configuration load(Map<String, String> overrides) {
    return check(
        Setting.map(Place.COMMAND_LINE, "", Map.of()),
        overrides,
        new ArrayList<>(),
        System.getenv());
  }

  static Configuration load(
      Path file, Map<String, String> overrides, Map<String, String> environment) {
    List<Problem> problems = new ArrayList<>();
    return check(read(file, problems), overrides, problems, environment);
  }

  static Setting read(Path file, List<Problem> problems) {
    String text = text(file, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    Setting root = YamlReader.read(file.toString(), text, problems);
    if (root.place().line() == 0) {
      // Not even YAML: whatever else could be said of it would be noise.
      throw new ConfigurationException(problems);
    }
    return root;
  }

  /** How to reach Kafka and the registry, and how the job runs. */
  public Connection connection() {
    return connection;
  }

  /** The names of the fleets, in the order of the file. */
  public Set<String> fleets() {
    return root.entries("fleets").keySet();
  }

  /**
   * What is published to the topic settings: one document for each part of each fleet that is set,
   * to be keyed by fleet/part.
   *
   * @param at when it is published
   */
  public List<Settings> settings(Instant at) {
    return FleetReader.documents(root, at);
  }

  private static Configuration check(
      Setting file,
      Map<String, String> overrides,
      List<Problem> problems,
      Map<String, String> environment) {
    Setting root = checked(file, overrides, problems);
    Connection connection = new ConnectionReader(root, new Reference(environment), problems).read();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(ordered(problems));
    }
    return new Configuration(root, connection);
  }

  /**
   * A file with settings of the command line over it, references as they stand.
   *
   * @throws ConfigurationException with every mistake that was found
   */
  static Setting checked(Setting file, Map<String, String> overrides, List<Problem> problems) {
    Setting root = Spelling.normalise(Overrides.apply(file, overrides, problems), Shape.root());
    SchemaCheck.check(root, problems);
    SecretCheck.check(root, problems);
    FleetCheck.check(root, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(ordered(problems));
    }
    return root;
  }

  /** In the order of the file, one problem for each value. */
  private static List<Problem> ordered(List<Problem> problems) {
    Map<String, Problem> first = new LinkedHashMap<>();
    for (Problem problem : problems) {
      first.putIfAbsent(
          new Place(problem.file(), problem.line()) + " " + problem.path() + " " + problem.value(),
          problem);
    }
    return first.values().stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  private static String text(Path file, List<Problem> problems) {
    try {
      if (Files.isDirectory(file)) {
        problems.add(problem(file, "is a folder", "name the file in it, such as prunella.yaml"));
        return "";
      }
      if (Files.size(file) > MAX_BYTES) {
        problems.add(problem(file, "is larger than 4 MB", "split the fleets over several files"));
        return "";
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(
          problem(
              file,
              "does not exist",
              "name another with --config, or start from deploy/prunella.yaml"));
    } catch (CharacterCodingException e) {
      problems.add(problem(file, "is not UTF-8 text", "save it as UTF-8"));
    } catch (IOException e) {
      problems.add(
          problem(file, "cannot be read", "check its permissions (" + e.getMessage() + ")"));
    }
    return "";
  }

  private static Problem problem(Path file, String finding, String remedy) {
    return new Problem(file.toString(), 0, "", finding, "", remedy);
  }
}
