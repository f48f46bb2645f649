package dev.prunella.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A Flink cluster on this machine. */
@Command(
    name = "cluster",
    description = "A Flink cluster of several processes on this machine, with all that it needs.",
    subcommands = {ClusterUpVerb.class, ClusterStatusVerb.class, ClusterDownVerb.class},
    footer = {
      "Members: zookeeper, kafka, registry, jobmanager, taskmanager-1, taskmanager-2; each is a process",
      "of its own that goes on in the background. When one dies, `up` brings it back, and the job goes",
      "on from its last checkpoint.",
      "",
      "  ./prunella cluster up && ./prunella submit",
      "  ./prunella cluster status",
      "  ./prunella cluster down"
    })
final class ClusterVerb implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: up, status or down");
  }
}
