package dev.prunella.app;

import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Ports;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a local cluster, alike for every verb that works on one. */
final class ClusterOptions {

  private static final Path USUAL = Path.of("prunella-cluster");

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The cluster's folder; without it, prunella-cluster.")
  private Path folder;

  LocalCluster local() {
    return LocalCluster.at(folder());
  }

  LocalCluster local(Ports ports) {
    return LocalCluster.at(folder(), ports);
  }

  /** As another verb on the same cluster must say it; empty for the usual folder. */
  String again() {
    return folder == null ? "" : " --dir " + folder;
  }

  private Path folder() {
    return folder == null ? USUAL : folder;
  }
}
