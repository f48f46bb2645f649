package dev.prunella.app.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * What a benchmark gave, and where: all that is in bench.json.
 *
 * @param measuredAt when it began, in UTC
 * @param plan how much was measured
 */
public record Report(
    String measuredAt, Machine machine, Versions versions, Plan plan, List<Run> runs) {

  /**
   * What it ran on.
   *
   * @param processors that the JVM may use
   * @param heapBytes that the JVM may use
   * @param loadAverage of the machine over the minute before it began; negative if not known
   */
  public record Machine(
      String system, String architecture, int processors, long heapBytes, double loadAverage) {

    /** This one, now. */
    public static Machine here() {
      Runtime runtime = Runtime.getRuntime();
      return new Machine(
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          System.getProperty("os.arch"),
          runtime.availableProcessors(),
          runtime.maxMemory(),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }

  /** What ran. */
  public record Versions(String java, String flink, String kafka) {

    /** Those of this process. */
    public static Versions here() {
      return new Versions(
          Runtime.version().toString(),
          EnvironmentInformation.getVersion(),
          AppInfoParser.getVersion());
    }
  }
}
