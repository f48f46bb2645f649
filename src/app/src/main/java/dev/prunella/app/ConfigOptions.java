package dev.prunella.app;

import dev.prunella.settings.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a configuration, alike for every verb that needs one. */
final class ConfigOptions {

  private static final Path USUAL = Path.of("prunella.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; without it, prunella.yaml of this folder.")
  private Path file;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = {
        "Replaces one setting of the configuration, as in",
        "-D connection.brokers=host:9092. May be repeated."
      })
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** The file that is read, whether it is there or not. */
  Path file() {
    return file == null ? USUAL : file;
  }

  /** The file that was named, or else the usual one if it is there. */
  Optional<Path> present() {
    return file == null && !Files.exists(USUAL) ? Optional.empty() : Optional.of(file());
  }

  Map<String, String> overrides() {
    return overrides;
  }

  /** The configuration of the file. */
  Configuration load() {
    return Configuration.load(file(), overrides);
  }

  /**
   * The configuration of the file; the defaults if none is named and the usual one is not there.
   */
  Configuration loadOrDefaults() {
    return present().isEmpty() ? Configuration.load(overrides) : load();
  }
}
