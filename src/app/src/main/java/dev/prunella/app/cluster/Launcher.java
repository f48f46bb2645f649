package dev.prunella.app.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/** Starts the members of a cluster as processes that outlive this one. */
final class Launcher {

  /** Neither the end of a terminal nor its Ctrl-C reaches what is started so. */
  private static final List<String> DETACHED =
      List.of("sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh");

  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final ClusterFolder folder;
  private final Ports ports;
  private final Distribution distribution;

  Launcher(ClusterFolder folder, Ports ports, Distribution distribution) {
    this.folder = folder;
    this.ports = ports;
    this.distribution = distribution;
  }

  /** Writes the configuration of every member. */
  void configure() {
    folder.makeFolders("conf", "data/zookeeper", "data/registry", "data/upload", "log", "run");
    folder.makeFolders("tmp");
    for (String file : List.of("config.yaml", "log4j2.properties", "zookeeper.properties")) {
      folder.write("conf/" + file, filledIn(distribution.template(file)));
    }
  }

  private String filledIn(String template) {
    return template
        .replace("${rest}", Integer.toString(ports.rest()))
        .replace("${zookeeper}", Integer.toString(ports.zookeeper()))
        .replace("${metrics}", ports.metricsRange())
        .replace("${data}", folder.resolve("data").toString())
        .replace("${folder}", folder.path().toString());
  }

  /** Starts one; it is not ready yet when this returns. */
  void launch(Member member) {
    List<String> command = new ArrayList<>(DETACHED);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlog.file=" + member.log());
    command.add("-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j2.properties"));
    command.add("-XX:ErrorFile=" + folder.resolve("log/hs_err_" + member.name() + ".log"));
    command.addAll(arguments(member));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(member.out().toFile()));
    if (member.name().equals(LocalCluster.REGISTRY)) {
      builder.environment().putAll(registryEnvironment(member));
    }
    try {
      member.started(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(member + " cannot be started", e);
    }
  }

  private List<String> arguments(Member member) {
    return switch (member.name()) {
      case LocalCluster.ZOOKEEPER -> zookeeper();
      case LocalCluster.KAFKA -> kafka();
      case LocalCluster.REGISTRY -> registry();
      case LocalCluster.JOB_MANAGER -> jobManager();
      default -> taskManager(member.name() + "." + folder.nextLife(member.name()));
    };
  }

  private List<String> zookeeper() {
    return java(
        "-Xmx64m",
        SMALL,
        "-cp",
        distribution.flinkClassPath(),
        FlinkZooKeeperQuorumPeer.class.getName(),
        "--zkConfigFile",
        folder.resolve("conf/zookeeper.properties"),
        "--peerId",
        "1");
  }

  private List<String> kafka() {
    return java(
        "-Xmx384m",
        "-cp",
        System.getProperty("java.class.path"),
        BrokerProcess.class.getName(),
        folder.resolve("data/kafka"),
        ports.kafka(),
        ports.controller());
  }

  private List<String> registry() {
    return java("-Xmx192m", SMALL, "-jar", distribution.registryJar());
  }

  private Map<String, String> registryEnvironment(Member member) {
    return Map.of(
        "QUARKUS_HTTP_HOST",
        "localhost",
        "QUARKUS_HTTP_PORT",
        Integer.toString(ports.registry()),
        "QUARKUS_LOG_FILE_ENABLE",
        "true",
        "QUARKUS_LOG_FILE_PATH",
        member.log().toString(),
        // On disk: ids that stand in records must not be given out again for other schemas.
        "REGISTRY_DATASOURCE_URL",
        "jdbc:h2:file:" + folder.resolve("data/registry/schemas"));
  }

  private List<String> jobManager() {
    JobResults.removeUnreadable(folder.resolve("data/ha"));
    Configuration flink = flink();
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(flink);
    return java(
        words(JobManagerProcessUtils.generateJvmParametersStr(memory, flink)),
        words(flink.get(CoreOptions.FLINK_JVM_OPTIONS)),
        "-cp",
        distribution.flinkClassPath(),
        StandaloneSessionClusterEntrypoint.class.getName(),
        "--configDir",
        folder.resolve("conf"),
        words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
  }

  private List<String> taskManager(String id) {
    Configuration flink = flink();
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    return java(
        words(ProcessMemoryUtils.generateJvmParametersStr(memory)),
        words(flink.get(CoreOptions.FLINK_JVM_OPTIONS)),
        "-cp",
        distribution.flinkClassPath(),
        TaskManagerRunner.class.getName(),
        "--configDir",
        folder.resolve("conf"),
        words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)),
        "-D",
        "taskmanager.resource-id=" + id);
  }

  private Configuration flink() {
    return GlobalConfiguration.loadConfiguration(folder.resolve("conf").toString());
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  /** Arguments of a JVM from texts, numbers, paths, and lists of texts. */
  private static List<String> java(Object... parts) {
    List<String> arguments = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof List<?> several) {
        several.forEach(each -> arguments.add(each.toString()));
      } else {
        arguments.add(part.toString());
      }
    }
    return arguments;
  }
}
