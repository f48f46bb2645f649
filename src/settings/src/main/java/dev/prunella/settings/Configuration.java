package dev.prunella.settings;

import dev.prunella.schemas.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration without mistakes: prunella.yaml, or no file at all, with settings of the command
 * line over it. Immutable, safe for use by several threads.
 */
public final class Configuration {

  static final FileFormat FORMAT =
      new FileFormat(
          "/prunella.schema.json",
          "prunella.yaml",
          "name another with --config, or start from deploy/prunella.yaml");

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
    return check(FORMAT.read(file, problems), overrides, problems, environment);
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
      throw new ConfigurationException(problems);
    }
    return new Configuration(root, connection);
  }

  /**
   * A file with settings of the command line over it, references as they stand.
   *
   * @throws ConfigurationException with every mistake that was found
   */
  static Setting checked(Setting file, Map<String, String> overrides, List<Problem> problems) {
    Setting root = FORMAT.check(Overrides.apply(file, overrides, problems), problems);
    SecretCheck.check(root, problems);
    FleetCheck.check(root, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return root;
  }
}
