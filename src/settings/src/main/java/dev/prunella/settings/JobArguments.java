package dev.prunella.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the job's main method is told on a cluster that does not see the file: the {@code
 * connection} part of a configuration as {@code -D key=value}. References to secrets stay
 * references: they are resolved where the job runs, and no secret passes through Flink's REST API
 * or its web UI.
 *
 * @param jobName the name that the job will have
 * @param arguments in pairs of {@code -D} and {@code key=value}
 */
public record JobArguments(String jobName, List<String> arguments) {

  /** What executors need is no affair of the job. */
  private static final String EXECUTOR = "executor";

  public JobArguments {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads and checks a configuration, without resolving a reference in it.
   *
   * @param file the file; null for none
   * @param overrides settings that replace the file's, by dotted key
   * @throws ConfigurationException with every mistake that was found; a secret that stands in the
   *     configuration is one
   */
  public static JobArguments of(Path file, Map<String, String> overrides) {
    List<Problem> problems = new ArrayList<>();
    Setting read =
        file == null
            ? Setting.map(Place.COMMAND_LINE, "", Map.of())
            : Configuration.FORMAT.read(file, problems);
    Setting root = Configuration.checked(read, overrides, problems);
    List<String> arguments = new ArrayList<>();
    root.entries("connection")
        .forEach(
            (key, value) -> {
              if (!key.equals(EXECUTOR)) {
                arguments.add("-D");
                // A text stands for itself there; what is in brackets is read as YAML, as JSON is.
                arguments.add(
                    "connection." + key + "=" + (value.isScalar() ? value.text() : value.json()));
              }
            });
    String name =
        root.get("connection", "job", "name").map(Setting::text).orElseGet(JobArguments::usualName);
    return new JobArguments(name, arguments);
  }

  private static String usualName() {
    return Configuration.FORMAT
        .shape()
        .below("connection")
        .flatMap(connection -> connection.below("job"))
        .flatMap(job -> job.below("name"))
        .orElseThrow()
        .defaultValue()
        .asText();
  }
}
