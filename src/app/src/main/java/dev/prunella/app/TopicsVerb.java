package dev.prunella.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates and describes the topics. */
@Command(
    name = "topics",
    description = "Creates and describes the Kafka topics through which Prunella speaks.",
    subcommands = {TopicsCreateVerb.class, TopicsDescribeVerb.class},
    footer = {
      "You write     telemetry (what your pipelines report), schema-events (schemas as they",
      "              change), settings (by `prunella apply`), orders (what people say),",
      "              outcomes (what executors did).",
      "Prunella      incidents (what is wrong and why), decisions (what it chose, and what came",
      "writes        of it), commands (orders to executors), policy (what it learned), heartbeat",
      "              (that it lives), dead-letters (what it could not read).",
      "Executors     fence (which command holds a target).",
      "",
      "  ./prunella topics describe                  each topic: key, record, retention, meaning",
      "  ./prunella topics create                    creates those that are missing",
      "  ./prunella topics create -D connection.topics.prefix=staging."
    })
final class TopicsVerb implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: create or describe");
  }
}
