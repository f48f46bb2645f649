package dev.prunella.app;

import dev.prunella.app.cluster.LocalCluster;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends a local cluster. */
@Command(
    name = "down",
    description = "Ends every member of the cluster.",
    footer = {
      "Jobs are not cancelled: with the next `up` they go on from their last checkpoints.",
      "",
      "  ./prunella cluster down",
      "  ./prunella cluster down --delete"
    })
final class ClusterDownVerb implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--delete",
      description = "Removes the cluster's folder too: topics, schemas, checkpoints, logs.")
  private boolean delete;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    LocalCluster local = cluster.local();
    if (!local.exists()) {
      err.println("There is no cluster in " + local.folder() + ".");
      return 0;
    }
    local.stop(
        line -> {
          err.println(line);
          err.flush();
        });
    if (delete) {
      local.delete();
      err.println("removed " + local.folder());
    } else {
      err.println("Its data stay in " + local.folder() + ".");
    }
    return 0;
  }
}
