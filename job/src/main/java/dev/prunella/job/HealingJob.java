package dev.prunella.job;

import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a Flink cluster starts, however it is submitted: {@code [--config prunella.yaml] [-D
 * key=value]...}. The file is read where this runs: by {@code flink run} on the client, by the REST
 * API and the web UI on the job manager.
 */
public final class HealingJob {

  private static final String USAGE = "usage: [--config FILE] [-D key=value]...";

  private HealingJob() {}

  public static void main(String[] args) throws Exception {
    Connection connection = configuration(args).connection();
    Preflight.check(connection);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    HealingTopology.build(env, connection);
    env.execute(connection.job().name());
  }

  /**
   * @throws IllegalArgumentException if the arguments are none of those in the usage
   * @throws dev.prunella.settings.ConfigurationException with every mistake in the configuration
   */
  static Configuration configuration(String... args) {
    Path file = null;
    Map<String, String> overrides = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i++) {
      String option = args[i];
      boolean glued = option.startsWith("-D") && option.length() > 2;
      if (!glued && i + 1 == args.length) {
        throw new IllegalArgumentException(option + " has no value; " + USAGE);
      }
      String value = glued ? option.substring(2) : args[++i];
      if (option.equals("--config")) {
        file = Path.of(value);
      } else if (option.startsWith("-D") && value.indexOf('=') > 0) {
        int equals = value.indexOf('=');
        overrides.put(value.substring(0, equals), value.substring(equals + 1));
      } else {
        throw new IllegalArgumentException("'" + option + "' is not understood; " + USAGE);
      }
    }
    return file == null ? Configuration.load(overrides) : Configuration.load(file, overrides);
  }
}
