package dev.prunella.plant.scenario;

import dev.prunella.settings.ConfigurationException;
import dev.prunella.settings.FileFormat;
import dev.prunella.settings.Problem;
import dev.prunella.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Scenarios as YAML, by the JSON schema {@code scenario.schema.json}. Every mistake is told in one
 * line with file, line, value, reason and what is expected.
 */
public final class ScenarioFile {

  static final String SCHEMA = "/scenario.schema.json";

  private static final FileFormat FORMAT =
      new FileFormat(
          SCHEMA, "peak.yaml", "name another, or start from one of those in deploy/scenarios");

  private ScenarioFile() {}

  /**
   * The scenario in a file.
   *
   * @throws ConfigurationException with every mistake that was found
   */
  public static Scenario read(Path file) {
    List<Problem> problems = new ArrayList<>();
    Setting root = FORMAT.check(FORMAT.read(file, problems), problems);
    Setting filled = FORMAT.filled(root);
    ScenarioCheck.check(filled, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return ScenarioReader.read(filled);
  }

  /**
   * The scenarios in all files {@code *.yaml} of a folder, in the order of the files' names.
   *
   * @throws ConfigurationException with every mistake that was found in any of them; if there is no
   *     such file; or if two of them have one name
   */
  public static List<Scenario> readAll(Path folder) {
    List<Problem> problems = new ArrayList<>();
    List<Scenario> scenarios = new ArrayList<>();
    Map<String, Path> files = new HashMap<>(); // by the name of the scenario
    for (Path file : yaml(folder)) {
      try {
        Scenario scenario = read(file);
        Path other = files.putIfAbsent(scenario.name(), file);
        if (other != null) {
          problems.add(
              new Problem(
                  file.toString(),
                  0,
                  "name",
                  "is",
                  scenario.name(),
                  other + " has this name already: give each scenario its own"));
        }
        scenarios.add(scenario);
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return List.copyOf(scenarios);
  }

  /** Every mistake in a file, in its order; empty if there is none. */
  public static List<Problem> check(Path file) {
    try {
      read(file);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  private static List<Path> yaml(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw refused(folder, Files.exists(folder) ? "is no folder" : "does not exist");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> yaml =
          files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
      if (yaml.isEmpty()) {
        throw refused(folder, "has no file that ends in .yaml");
      }
      return yaml;
    } catch (IOException e) {
      throw refused(folder, "cannot be read");
    }
  }

  private static ConfigurationException refused(Path folder, String finding) {
    return new ConfigurationException(
        List.of(
            new Problem(
                folder.toString(),
                0,
                "",
                finding,
                "",
                "name a folder with scenarios, such as deploy/scenarios")));
  }
}
